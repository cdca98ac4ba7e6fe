import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { code, isTest, placesOf, sources } from './sources'

/** These files contain the words they forbid. */
const others = sources.filter(({ path }) => path !== 'guards/texts.test.ts')
const find = (pattern: RegExp, where = others) => where.flatMap((s) => placesOf(s, pattern))

test('texts and documentation say “can’t”, which is easier to read than its long form', () => {
  const shown = sources.filter(({ path }) => /^(app|components|lib|docs)\/|^\w+\.md$/.test(path))
  expect(
    find(
      /\b[Cc]annot\b/,
      shown.filter(({ path }) => !isTest(path) && !path.endsWith('.sql')),
    ),
  ).toEqual([])
})

test('texts of the interface have typographic apostrophes', () => {
  const blank = (comment: string) => comment.replace(/[^\n]/g, ' ')
  const shown = code
    .filter(({ path }) => /^(app|components|lib)\//.test(path) && !isTest(path))
    .map((one) => ({
      ...one,
      text: one.text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/\s.*/g, blank),
    }))
  expect(find(/[a-z}]'(s|t|re|ve|ll|d)\b(?!')/i, shown)).toEqual([])
})

test('no field cuts what is pasted: the operation says what is too long', () => {
  expect(
    find(
      /\bmaxLength=/,
      code.filter(({ path }) => path.startsWith('components/')),
    ),
  ).toEqual([])
})

test('no TODO comments', () => {
  expect(find(/\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([])
})

test('no type errors are suppressed', () => {
  expect(find(/@ts-(ignore|expect-error|nocheck)/)).toEqual([])
})

test('no test is skipped, focused, or waits for a time', () => {
  const tests = code.filter(({ path }) => isTest(path) && path !== 'guards/texts.test.ts')
  expect(
    find(
      /\b(test|it|describe)(\.\w+)*\.(only|skip|todo|fixme|fails|skipIf|runIf)\b|\bwaitForTimeout\b|\bxit\(|\bretries:\s*[1-9]/,
      tests,
    ),
  ).toEqual([])
})

test('end-to-end tests use accessible names and the real server', () => {
  // It only delays the real server's responses.
  const delays = 'e2e/support/hold.ts'
  const specs = sources.filter(({ path }) => path.startsWith('e2e/') && path !== delays)
  expect(
    find(
      /getByTestId|data-testid|\.route\(|routeFromHAR|(?<!test\.)\bsetTimeout\(|\.clock\./,
      specs,
    ),
  ).toEqual([])
  expect(find(/data-testid/)).toEqual([])
})

/** Auditors copy this file and run it alone. */
const VERIFIER = 'lib/audit/audit-verify.mjs'

test('a file has at most 300 lines', () => {
  const long = code
    .filter(({ path }) => !isTest(path) && path !== VERIFIER)
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > 300)
  expect(long).toEqual([])
})

test('no file contains a path of a machine, or a package registry', () => {
  expect(
    find(
      /(["'`\s(=])\/(home|Users|root|work)\/\w|file:\/\/\/\w|https?:\/\/[\w.-]*(registry|artifactory|nexus)[\w.-]*\//i,
    ),
  ).toEqual([])
})

test('no file contains a secret', () => {
  const secrets =
    /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}\b|\bmdb_sa_sk_(?!sandbox|test|example)[A-Za-z0-9_-]{30,}/
  expect(find(secrets)).toEqual([])
})

test('the console has no code for tests or the sandbox', () => {
  const console = sources.filter(
    ({ path }) =>
      /^(app|components|lib)\/|^(proxy|instrumentation[\w-]*)\.ts$/.test(path) && !isTest(path),
  )
  expect(
    find(
      /NODE_ENV\s*===?\s*['"]test|\b(VITEST|PLAYWRIGHT)\b|_sandbox|x-sandbox|isTestRun/,
      console,
    ),
  ).toEqual([])
})

test('all text is shown through the console’s JSX runtime, which shows invisible characters', () => {
  const settings = readFileSync('tsconfig.json', 'utf8')
  expect(settings).toContain('"jsxImportSource": "@/components/ui/jsx"')
  const shown = code.filter(
    ({ path }) => /^(app|components|lib)\//.test(path) && !path.startsWith('components/ui/jsx/'),
  )
  expect(find(/dangerouslySetInnerHTML|\.innerHTML\b|@jsxImportSource|react\/jsx-/, shown)).toEqual(
    [],
  )
  // A toast creates its own elements. Only `say` and `sayFailure` open one, with text passed through `visible()`.
  const toasts = shown.filter(({ text }) => /['"]sonner['"]/.test(text)).map(({ path }) => path)
  expect(toasts.sort()).toEqual(['components/ops/tell.ts', 'components/ui/toast.tsx'])
})

test('a key comes before spread props: after them the compiler skips our JSX runtime', () => {
  // React's automatic runtime then calls createElement, which does not show invisible characters.
  expect(find(/<[A-Z][\w.]*(?:\s[^<>]*)?\{\.\.\.[^}]+\}[^<>]*\skey=/)).toEqual([])
})

test('every icon is one of Lucide, not an old name of it', () => {
  const { icons } = z
    .object({ icons: z.record(z.string(), z.unknown()) })
    .parse(createRequire(import.meta.url)('@iconify-json/lucide/icons.json'))
  const named = code.flatMap(({ path, text }) =>
    [...text.matchAll(/icon-\[([a-z0-9-]+)\]/g)].map(([, name = '']) => ({ path, name })),
  )
  expect(named.filter(({ name }) => !(name in icons))).toEqual([])
})
