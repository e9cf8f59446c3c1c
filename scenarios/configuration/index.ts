export { ConfigurationError } from './configuration-error.ts';
export { command, mapping, milliseconds, pattern, scalar, text } from './form.ts';
export { type YamlContent, readYaml } from './read-yaml.ts';
