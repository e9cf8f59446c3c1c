import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, expect, test } from 'vitest';
import { manifest } from './packed.ts';
import { root } from './planted-tree.ts';

/** Door -> every exported name, marked as a value or a type, with the first sentence of its documentation. */
function surface(): Map<string, { name: string; kind: 'value' | 'type'; documented: boolean }[]> {
  const doors = Object.entries(manifest.exports).flatMap(([door, target]) =>
    typeof target === 'string'
      ? []
      : [[door, join(root, target.types.replace('./dist/', '').replace('.d.ts', '.ts'))] as const],
  );
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(
    doors.map(([, file]) => file),
    options,
  );
  const checker = program.getTypeChecker();
  return new Map(
    doors.map(([door, file]) => {
      const source = program.getSourceFile(file);
      const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
      if (module === undefined) throw new Error(`${door}: ${file} exports nothing`);
      const exported = checker.getExportsOfModule(module).map((symbol) => {
        const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
        const kind = real.flags & ts.SymbolFlags.Value ? ('value' as const) : ('type' as const);
        return { name: symbol.name, kind, documented: real.getDocumentationComment(checker).length > 0 };
      });
      return [door, exported.toSorted((a, b) => (a.name < b.name ? -1 : 1))];
    }),
  );
}

let doors: ReturnType<typeof surface>;
beforeAll(() => {
  doors = surface();
});

test('the public surface is the one that the snapshot pins', () => {
  const lines = [...doors].flatMap(([door, names]) => [door, ...names.map(({ name, kind }) => `  ${kind} ${name}`)]);
  expect(lines.join('\n')).toMatchSnapshot();
});

test('every public name carries a sentence of documentation', () => {
  const silent = [...doors].flatMap(([door, names]) =>
    names.filter(({ documented }) => !documented).map(({ name }) => `${door} ${name}`),
  );
  expect(silent).toEqual([]);
});
