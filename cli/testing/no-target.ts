export const goal = 'not a target';
