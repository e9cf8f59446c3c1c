import { toyTarget } from '../../scenarios/testing/toy-target.ts';

export const target = toyTarget({ name: 'right' });
