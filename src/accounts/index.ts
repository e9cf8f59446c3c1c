export { type UserStatus, userStatuses } from './user-input.ts';
export type { CreateUserInput, ListUsersQuery, UpdateUserInput } from './user-input.ts';
export type { UserPage, UserResponse } from './user-rows.ts';
export { UserService, type UserServiceOptions } from './user-service.ts';
