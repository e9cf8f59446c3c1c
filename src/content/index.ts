export { type CreateNodeInput, createNodeSchema } from './create-input.ts';
export type { BodyFormat, NodeStatus } from './field-schemas.ts';
export type { ListNodesQuery } from './list-query.ts';
export type { NodeBody, NodePage, NodeResponse, NodeSummary, NodeTranslation } from './node-response.ts';
export { NodeService, type NodeServiceOptions } from './node-service.ts';
export type { UpdateNodeInput } from './update-input.ts';
export type { CreateOptions, OperationOptions, WriteOptions } from './write-options.ts';
