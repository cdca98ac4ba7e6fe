/** Runs named steps and counts passes and failures. A skipped test counts as failed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { OnStop } from './command'
import { ordinaryEnvironment, runTool } from './tool'

export type Count = { passed: number; failed: number }

export type Steps = {
  /** Runs a step and adds its count. A step that throws is reported and counts as one failure. */
  step(name: string, work: () => Promise<Count>): Promise<Count>
  /** Prints the summary and returns the exit code. */
  close(): number
}

export const passed: Count = { passed: 1, failed: 0 }
export const failed: Count = { passed: 0, failed: 1 }

export function steps(): Steps {
  const total: Count = { passed: 0, failed: 0 }
  const sad: string[] = []
  return {
    async step(name, work) {
      console.log(`\n== ${name}`)
      const since = Date.now()
      const count = await work().catch((error: unknown) => {
        console.error(error instanceof Error ? error.message : error)
        return failed
      })
      total.passed += count.passed
      total.failed += count.failed
      if (count.failed > 0) sad.push(name)
      const seconds = ((Date.now() - since) / 1000).toFixed(1)
      console.log(`== ${name}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`)
      return count
    },
    close() {
      console.log(sad.length > 0 ? `\nFailed: ${sad.join(', ')}` : '')
      console.log(`${total.passed} passed, ${total.failed} failed`)
      return total.failed > 0 ? 1 : 0
    },
  }
}

/** Runs a tool that reports only an exit code. */
export async function exitCode(file: string, args: string[], onStop: OnStop): Promise<Count> {
  const { code } = await runTool({ file, args, show: true }, onStop)
  return code === 0 ? passed : failed
}

const vitestReport = z.looseObject({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.looseObject({ status: z.string(), assertionResults: z.array(z.unknown()) }),
  ),
})

/**
 * Runs Vitest on all its files, without some, or on some files with their environment. A file that cannot be loaded and a skipped test are
 * failures.
 */
export async function vitest(
  onStop: OnStop,
  {
    files = [],
    without = [],
    env = {},
  }: { files?: string[]; without?: string[]; env?: Record<string, string> } = {},
): Promise<Count> {
  return reported(
    async (report) => {
      const { code } = await runTool(
        {
          file: 'node_modules/vitest/vitest.mjs',
          args: [
            ...['run', ...files],
            ...without.flatMap((file) => ['--exclude', file]),
            ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
          ],
          env: ordinaryEnvironment(env),
          show: true,
        },
        onStop,
      )
      return code
    },
    vitestReport,
    (found) => ({
      passed: found.numPassedTests,
      failed:
        found.numFailedTests +
        found.numPendingTests +
        found.numTodoTests +
        found.testResults.filter(
          (file) => file.status === 'failed' && file.assertionResults.length === 0,
        ).length,
    }),
  )
}

const playwrightReport = z.looseObject({
  errors: z.array(z.unknown()),
  stats: z.looseObject({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
})

/** Runs Playwright on e2e/. A test that is skipped, or that passes only when retried, is a failure. */
export async function playwright(env: Record<string, string>, onStop: OnStop): Promise<Count> {
  return reported(
    async (report) => {
      const { code } = await runTool(
        {
          file: 'node_modules/@playwright/test/cli.js',
          args: ['test', '--reporter=list,json'],
          env: ordinaryEnvironment({ ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
          show: true,
        },
        onStop,
      )
      return code
    },
    playwrightReport,
    ({ stats, errors }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky + stats.skipped + errors.length,
    }),
  )
}

/** Counts from the tool's report. If it failed without a failed test, that counts as one failure. */
async function reported<S extends z.ZodType>(
  run: (report: string) => Promise<number>,
  shape: S,
  count: (report: z.output<S>) => Count,
): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-report-'))
  const file = join(folder, 'report.json')
  try {
    const code = await run(file)
    const found = count(shape.parse(JSON.parse(readFileSync(file, 'utf8'))))
    if (found.failed === 0 && (code !== 0 || found.passed === 0)) return { ...found, failed: 1 }
    return found
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
