export { type FieldError, RustokError, isRustokError } from './rustok-error.ts';
export {
  ConflictError,
  DeadlineError,
  DependencyError,
  ForbiddenError,
  NotFoundError,
  UnauthenticatedError,
  ValidationError,
} from './service-errors.ts';
export { MissingPeerError, importPeer } from './peer.ts';
