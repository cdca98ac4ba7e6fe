import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { code, isTest, placesOf, sources } from './sources'

/** These name what they forbid. */
const others = sources.filter(({ path }) => path !== 'guards/texts.test.ts')
const find = (pattern: RegExp, where = others) => where.flatMap((s) => placesOf(s, pattern))

test('nothing is left for later without an issue', () => {
  expect(find(/\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([])
})

test('types are satisfied, not silenced', () => {
  expect(find(/@ts-(ignore|expect-error|nocheck)/)).toEqual([])
})

test('no test is left out, alone, or waits for time to pass', () => {
  const tests = code.filter(({ path }) => isTest(path) && path !== 'guards/texts.test.ts')
  expect(
    find(
      /\b(test|it|describe)(\.\w+)*\.(only|skip|todo|fixme|fails|skipIf|runIf)\b|\bwaitForTimeout\b|\bxit\(|\bretries:\s*[1-9]/,
      tests,
    ),
  ).toEqual([])
})

test('end-to-end tests find things as people do and meet the real server', () => {
  // It only delays what the real server sends.
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

test('a file holds one thing: at most 300 lines', () => {
  const long = code
    .filter(({ path }) => !isTest(path))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > 300)
  expect(long).toEqual([])
})

test('no file names a folder of one machine, or a package registry', () => {
  expect(
    find(
      /(["'`\s(=])\/(home|Users|root|work)\/\w|file:\/\/\/\w|https?:\/\/[\w.-]*(registry|artifactory|nexus)[\w.-]*\//i,
    ),
  ).toEqual([])
})

test('no secret is written down', () => {
  const secrets =
    /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}\b|\bmdb_sa_sk_(?!sandbox|test|example)[A-Za-z0-9_-]{30,}/
  expect(find(secrets)).toEqual([])
})

test('the console knows nothing of tests or of the sandbox: no door is open for them alone', () => {
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

test('every text is shown by an element of the console’s own JSX, which writes out hidden characters', () => {
  const settings = readFileSync('tsconfig.json', 'utf8')
  expect(settings).toContain('"jsxImportSource": "@/components/ui/jsx"')
  const shown = code.filter(
    ({ path }) => /^(app|components|lib)\//.test(path) && !path.startsWith('components/ui/jsx/'),
  )
  expect(find(/dangerouslySetInnerHTML|\.innerHTML\b|@jsxImportSource|react\/jsx-/, shown)).toEqual(
    [],
  )
  // A toast makes elements of its own: only `say` and `sayFailure` open one, with texts that are made readable.
  const toasts = shown.filter(({ text }) => /['"]sonner['"]/.test(text)).map(({ path }) => path)
  expect(toasts.sort()).toEqual(['components/ops/tell.ts', 'components/ui/toast.tsx'])
})

test('a key stands before spread properties: after them the compiler leaves out our JSX runtime', () => {
  // React's automatic runtime then calls createElement, which writes out no hidden characters.
  expect(find(/<[A-Z][\w.]*(?:\s[^<>]*)?\{\.\.\.[^}]+\}[^<>]*\skey=/)).toEqual([])
})
