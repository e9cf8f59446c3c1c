export { ConfigurationError } from './file/configuration-error.ts';
export { openService } from './target/open-service.ts';
