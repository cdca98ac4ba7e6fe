/** Runs a program of node_modules. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { OnStop } from './command'
import { endGroup, partArguments, partEnvironment } from './supervise'

export type Tool = {
  /** The module to run. */
  file: string
  args: string[]
  env?: NodeJS.ProcessEnv
  /** True prints its output immediately; false returns it. */
  show: boolean
}

/** Returns the exit code (1 for a signal) and the output, unless it was shown. */
export async function runTool(
  tool: Tool,
  onStop: OnStop,
): Promise<{ code: number; output: string }> {
  const how = tool.show ? 'inherit' : 'pipe'
  const child = fork(tool.file, tool.args, {
    env: partEnvironment(tool.env ?? ordinaryEnvironment()),
    execArgv: partArguments(tool.file),
    detached: true,
    stdio: ['ignore', how, how, 'ipc'],
  })
  onStop(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const timer = setTimeout(() => endGroup(child), 2_000)
    await once(child, 'exit')
    clearTimeout(timer)
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }
  const [code] = await once(child, 'close')
  return { code: typeof code === 'number' ? code : 1, output }
}

const ours =
  /^(DATABASE_|NEXTAUTH_|OIDC_|ATLAS_|POSTGRES_|SANDBOX_|GATEHOUSE_|npm_|NODE_ENV$|PORT$|HOSTNAME$)/

/**
 * This process's environment without Gatehouse's variables, so that only processes that need secrets get them, plus the
 * given ones.
 */
export function ordinaryEnvironment(extra: Record<string, string | undefined> = {}) {
  const env = { ...process.env }
  for (const name of Object.keys(env)) if (ours.test(name)) delete env[name]
  return Object.assign(env, { NEXT_TELEMETRY_DISABLED: '1' }, extra)
}
