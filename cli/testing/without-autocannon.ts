import { registerHooks } from 'node:module';

// Preloaded, it makes a process one in whose folder autocannon is not installed.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'autocannon') return next(specifier, context);
    throw Object.assign(new Error(`Cannot find package 'autocannon'`), { code: 'ERR_MODULE_NOT_FOUND' });
  },
});
