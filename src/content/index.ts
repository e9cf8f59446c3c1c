export { type CreateNodeInput, createNodeSchema } from './create-input.ts';
export { type BodyFormat, type NodeStatus, bodyFormats, nodeStatuses } from './field-schemas.ts';
export { limits } from './limits.ts';
export { type ListNodesQuery, listNodesSchema } from './list-query.ts';
export { nodeModels } from './models.ts';
export type { NodeBody, NodePage, NodeResponse, NodeSummary, NodeTranslation } from './node-response.ts';
export { NodeService, type NodeServiceOptions } from './node-service.ts';
export { type UpdateNodeInput, updateNodeSchema } from './update-input.ts';
export type { CreateOptions, OperationOptions, WriteOptions } from './write-options.ts';
