export { type PeersTable, judgePeers } from './judge.ts';
export { renderPeers } from './table.ts';
export { peerVersions } from '../versions.ts';
