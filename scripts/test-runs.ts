/** Runs Vitest and Playwright and counts from their reports. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { z } from 'zod'
import type { OnStop } from './command'
import type { Count } from './steps'
import { ordinaryEnvironment, runTool } from './tool'

type VitestRun = {
  /** Only these files; all when left out. */
  files?: readonly string[]
  without?: readonly string[]
  env?: Record<string, string>
  /** By default vitest.config.ts. */
  config?: string
}

/** Runs Vitest. A file that can't be loaded and a skipped test are failures. */
export async function vitest(onStop: OnStop, run: VitestRun = {}): Promise<Count> {
  return counted(await vitestFiles(onStop, run))
}

/** The same, and runs failed files again with a new database. A test that passes then counts as flaky. */
export async function vitestTwice(onStop: OnStop, run: VitestRun = {}): Promise<Count> {
  const first = await vitestFiles(onStop, run)
  const failing = first.files.filter((file) => countOf([file]).failed > 0)
  if (failing.length === 0) return counted(first)
  console.log('\nRunning the files with failures a second time.')
  const files = failing.map((file) => file.name)
  const second = await vitestFiles(onStop, { ...run, files, without: [] })
  const good = first.files.filter((file) => !failing.includes(file))
  return {
    ...counted({ files: [...good, ...second.files], isOdd: second.isOdd }),
    flaky: second.files.flatMap((file) =>
      flakyTests(
        failing.find(({ name }) => name === file.name),
        file,
      ),
    ),
  }
}

const vitestReport = z.looseObject({
  testResults: z.array(
    z.looseObject({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.looseObject({ fullName: z.string(), status: z.string() })),
    }),
  ),
})
type TestFile = z.output<typeof vitestReport>['testResults'][number]

/** `isOdd`: Vitest failed, possibly without a failed test. */
async function vitestFiles(
  onStop: OnStop,
  { files: only = [], without = [], env = {}, config = 'vitest.config.ts' }: VitestRun,
): Promise<{ files: TestFile[]; isOdd: boolean }> {
  const { code, report } = await withReport(vitestReport, async (file) => {
    const ended = await runTool(
      {
        file: 'node_modules/vitest/vitest.mjs',
        args: [
          ...['run', '--config', config, ...only],
          ...without.flatMap((file) => ['--exclude', file]),
          ...['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
        ],
        env: ordinaryEnvironment(env),
        show: true,
      },
      onStop,
    )
    return ended.code
  })
  const files = report.testResults
  return { files, isOdd: code !== 0 || files.length === 0 }
}

/** Tests that passed only in the second run; the file itself if it failed outside of its tests. */
function flakyTests(first: TestFile | undefined, second: TestFile): string[] {
  const path = relative(process.cwd(), second.name)
  const passedIn = (file: TestFile | undefined) =>
    (file?.assertionResults ?? [])
      .filter((test) => test.status === 'passed')
      .map((test) => test.fullName)
  const before = passedIn(first)
  const tests = passedIn(second).filter((name) => !before.includes(name))
  if (tests.length === 0 && second.status === 'passed') return [path]
  return tests.map((name) => `${path}: ${name}`)
}

/** Vitest can fail without a failed test, for example when a promise is rejected outside of every test. */
function counted({ files, isOdd }: Awaited<ReturnType<typeof vitestFiles>>): Count {
  const count = countOf(files)
  const isOutside = count.failed === 0 && isOdd
  return {
    ...count,
    ...(isOutside ? { failed: 1 } : {}),
    failures: isOutside
      ? ['An error outside of the tests: see “Unhandled” above.']
      : failuresIn(files),
  }
}

const failuresIn = (files: readonly TestFile[]): string[] =>
  files.flatMap(({ name, status, assertionResults }) => {
    const path = relative(process.cwd(), name)
    const tests = assertionResults.filter((test) => test.status !== 'passed')
    if (tests.length === 0) return status === 'failed' ? [path] : []
    return tests.map((test) => `${path}: ${test.fullName}`)
  })

function countOf(files: readonly TestFile[]): { passed: number; failed: number } {
  const tests = files.flatMap((file) => file.assertionResults)
  const passed = tests.filter((test) => test.status === 'passed').length
  const unloaded = files.filter(
    (file) =>
      file.status === 'failed' && file.assertionResults.every((test) => test.status === 'passed'),
  )
  return { passed, failed: tests.length - passed + unloaded.length }
}

const suite = z.looseObject({
  title: z.string(),
  specs: z.array(
    z.looseObject({
      title: z.string(),
      file: z.string(),
      tests: z.array(z.looseObject({ status: z.string() })),
    }),
  ),
  get suites() {
    return z.array(suite).optional()
  },
})
const playwrightReport = z.looseObject({
  errors: z.array(z.looseObject({ message: z.string().optional() })),
  stats: z.looseObject({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  suites: z.array(suite),
})

/** Runs Playwright on e2e/. A failed test gets a second attempt. A skipped test is a failure. */
export async function playwright(env: Record<string, string>, onStop: OnStop): Promise<Count> {
  const { code, report } = await withReport(playwrightReport, async (file) => {
    const ended = await runTool(
      {
        file: 'node_modules/@playwright/test/cli.js',
        args: ['test', '--retries=1', '--reporter=list,json'],
        env: ordinaryEnvironment({ ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }),
        show: true,
      },
      onStop,
    )
    return ended.code
  })
  const { stats, errors, suites } = report
  const passed = stats.expected + stats.flaky
  const failed = stats.unexpected + stats.skipped + errors.length
  return {
    passed,
    failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed,
    flaky: suites.flatMap((one) => specsWith(['flaky'], one)),
    failures: [
      ...suites.flatMap((one) => specsWith(['unexpected', 'skipped'], one)),
      ...errors.map(({ message }) => message ?? 'An error outside of the tests'),
    ],
  }
}

function specsWith(statuses: readonly string[], { specs, suites = [] }: z.output<typeof suite>) {
  const own = specs
    .filter((spec) => spec.tests.some((test) => statuses.includes(test.status)))
    .map((spec) => `e2e/${spec.file}: ${spec.title}`)
  const inner: string[] = suites.flatMap((one) => specsWith(statuses, one))
  return [...own, ...inner]
}

/** Runs a tool that writes a report. Returns its exit code and the report. */
async function withReport<S extends z.ZodType>(
  shape: S,
  run: (report: string) => Promise<number>,
): Promise<{ code: number; report: z.output<S> }> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-report-'))
  const file = join(folder, 'report.json')
  try {
    const code = await run(file)
    return { code, report: shape.parse(JSON.parse(readFileSync(file, 'utf8'))) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
