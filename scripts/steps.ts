/** Runs named steps and counts passes and failures. A skipped test counts as failed. */
import type { OnStop } from './command'
import { runTool } from './tool'

export type Count = {
  passed: number
  failed: number
  /** Passed tests that failed at the first attempt, with their files. */
  flaky?: readonly string[]
  /** What failed: tests with their files, or errors outside of tests. */
  failures?: readonly string[]
}

export type Steps = {
  /** Runs a step and adds its count. A step that throws is reported and counts as one failure. */
  step(name: string, work: () => Promise<Count>): Promise<Count>
  /** Prints the summary and returns the exit code. */
  close(): number
}

export const passed: Count = { passed: 1, failed: 0 }
export const failed: Count = { passed: 0, failed: 1 }

export function steps(): Steps {
  const total = { passed: 0, failed: 0 }
  const sad: string[] = []
  const failures: string[] = []
  const flaky: string[] = []
  return {
    async step(name, work) {
      console.log(`\n== ${name}`)
      const since = Date.now()
      const count = await work().catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error)
        console.error(message)
        return { ...failed, failures: [message] }
      })
      total.passed += count.passed
      total.failed += count.failed
      flaky.push(...(count.flaky ?? []))
      failures.push(...(count.failures ?? []))
      if (count.failed > 0) sad.push(name)
      const seconds = ((Date.now() - since) / 1000).toFixed(1)
      console.log(`== ${name}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`)
      return count
    },
    close() {
      console.log(sad.length > 0 ? `\nFailed: ${sad.join(', ')}` : '')
      for (const what of failures) console.log(`  ${what}`)
      if (flaky.length > 0) {
        const only = `${flaky.length} only on the second attempt`
        console.log(`FLAKY: ${total.passed} passed, of them ${only}. Fix these tests:`)
        for (const title of flaky) console.log(`  ${title}`)
      }
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
