import { z } from 'zod';

export interface TextRule {
  /** Upper limit in code points, as PostgreSQL's varchar and JSON Schema's maxLength count them. */
  readonly max?: number;
  readonly pattern?: RegExp;
  /** What the pattern asks for, in words: the end of the sentence "must …". */
  readonly patternMeans?: string;
  readonly mayBeBlank?: boolean;
}

/** A string that PostgreSQL stores unchanged, within the rule; every broken part of the rule is reported. */
export function text(rule: TextRule = {}) {
  return z
    .string()
    .check((context) => {
      for (const message of textFaults(context.value, rule)) {
        context.issues.push({ code: 'custom', message, input: context.value });
      }
    })
    .meta(asJsonSchema(rule));
}

function textFaults(value: string, rule: TextRule): string[] {
  const faults: string[] = [];
  if (value.includes('\0')) faults.push('must not contain NUL (U+0000)');
  if (!value.isWellFormed()) faults.push('must not contain a lone surrogate');
  if (rule.mayBeBlank !== true && value.trim() === '') faults.push('must not be blank');
  if (rule.max !== undefined && isLonger(value, rule.max)) faults.push(`must have at most ${rule.max} characters`);
  if (rule.pattern !== undefined && !rule.pattern.test(value)) faults.push(`must ${rule.patternMeans ?? 'match'}`);
  return faults;
}

function isLonger(value: string, limit: number): boolean {
  if (value.length <= limit) return false;
  return value.length > 2 * limit || Array.from(value).length > limit;
}

/** Checks are invisible to zod's export: the rule is repeated there, so that a changed rule changes the fingerprint. */
function asJsonSchema(rule: TextRule): Record<string, unknown> {
  return {
    ...(rule.mayBeBlank === true ? {} : { minLength: 1 }),
    ...(rule.max === undefined ? {} : { maxLength: rule.max }),
    ...(rule.pattern === undefined ? {} : { pattern: rule.pattern.source }),
    ...(rule.mayBeBlank === true || rule.pattern !== undefined ? {} : { pattern: '\\S' }),
  };
}
