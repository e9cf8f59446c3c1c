export { openService } from './target/open-service.ts';
