export { OpenResources } from './open-resources.ts';
