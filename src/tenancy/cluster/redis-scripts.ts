/** KEYS: text, lease; ARGV: token, lease in milliseconds. Gives `{1, text}`, `{2}` for the lease, or `{0}`. */
export const askScript = `
  local text = redis.call('GET', KEYS[1])
  if text then return {1, text} end
  if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return {2} end
  return {0}`;

/** KEYS: text, lease; ARGV: token, text, how long it is shared, channel, word. A lease that was taken away puts nothing. */
export const putScript = `
  if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  redis.call('DEL', KEYS[2])
  return redis.call('PUBLISH', ARGV[4], ARGV[5])`;

/** KEYS: lease; ARGV: token, channel, word. */
export const giveUpScript = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  redis.call('DEL', KEYS[1])
  return redis.call('PUBLISH', ARGV[2], ARGV[3])`;

/** KEYS: lease; ARGV: token, lease in milliseconds. */
export const renewScript = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

/** KEYS: texts and leases of all keys; ARGV: channel, word. Without its lease a load that is under way puts nothing. */
export const invalidateScript = `
  for _, key in ipairs(KEYS) do redis.call('DEL', key) end
  return redis.call('PUBLISH', ARGV[1], ARGV[2])`;
