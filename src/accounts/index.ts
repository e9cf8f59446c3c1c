export type { CreateUserInput, ListUsersQuery, UpdateUserInput, UserStatus } from './user-input.ts';
export type { UserPage, UserResponse } from './user-rows.ts';
export { UserService, type UserServiceOptions } from './user-service.ts';
