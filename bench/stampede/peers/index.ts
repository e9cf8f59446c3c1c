export { type PeersTable, judgePeers } from './judge.ts';
export { peersRows } from './rows.ts';
export { renderPeers } from './table.ts';
export { peerVersions } from '../versions.ts';
