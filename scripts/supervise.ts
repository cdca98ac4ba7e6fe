/** Starts, restarts and ends the parts of a stack as child processes. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { Agent, request } from 'undici'

export type Part = {
  name: string
  /** The module to run, TypeScript or JavaScript, relative to the project. */
  file: string
  args?: string[]
  /** More options of Node. */
  node?: readonly string[]
  env: Record<string, string | undefined>
  /** Receives every line that the part prints. */
  log(line: string): void
  /** Receives the process id at every start. */
  started?(pid: number): void
  /** When it is ready: at a line of its output, or when an address answers 200. */
  ready: { line: (line: string) => boolean } | { url: string }
}

export type Supervisor = {
  /**
   * Starts a part and returns its ready line (empty for an address). After that, a part that dies is restarted.
   * @throws Error with its last lines when it ends before it is ready
   */
  start(part: Part): Promise<string>
  /** Ends a part: SIGTERM, then SIGKILL to its process group after `patience` ms. */
  stop(name: string, patience?: number): Promise<void>
  /** Ends all running parts in parallel. */
  stopAll(patience?: number): Promise<void>
  /** The current process id of a part. */
  pid(name: string): number | undefined
}

type Running = { child: ChildProcess; stop: AbortController; over: Promise<unknown> }

const firstWait = 250
const longestWait = 4_000
/** A part that ran this long was healthy: its restarts begin with the shortest wait again. */
const healthyAfter = 10_000
const readyWithin = 180_000

/** Node's options for a part: it ends with this process, and may be TypeScript. */
export const partArguments = (file: string): string[] =>
  [
    ...(file.endsWith('.ts') ? ['node_modules/tsx/dist/loader.mjs'] : []),
    'scripts/end-with-launcher.mjs',
  ].flatMap((module) => ['--import', pathToFileURL(resolve(module)).href])

/** The part's environment, with the launcher's process id for end-with-launcher.mjs. */
export const partEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  GATEHOUSE_LAUNCHER: String(process.pid),
})

/** `say` receives deaths and restarts. */
export function supervise(say: (line: string) => void): Supervisor {
  const running = new Map<string, Running>()

  const launch = (part: Part, onLine: (line: string) => void): ChildProcess => {
    const child = fork(part.file, part.args ?? [], {
      env: partEnvironment({ NODE_ENV: 'production', ...part.env }),
      execArgv: [...(part.node ?? []), ...partArguments(part.file)],
      // In its own process group, so that only the launcher gets Ctrl-C and ends the parts in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    if (child.pid) part.started?.(child.pid)
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', onLine)
    }
    return child
  }

  const keep = async (part: Part, state: Running) => {
    let wait = firstWait
    for (;;) {
      const since = Date.now()
      const how = await death(state.child)
      endGroup(state.child)
      if (state.stop.signal.aborted) return
      if (Date.now() - since > healthyAfter) wait = firstWait
      say(`${part.name} ended (${how}). Starting it again.`)
      await sleep(wait, undefined, { signal: state.stop.signal }).catch(() => undefined)
      wait = Math.min(wait * 2, longestWait)
      if (state.stop.signal.aborted) return
      state.child = launch(part, part.log)
    }
  }

  const stop = async (name: string, patience = 2_500) => {
    const state = running.get(name)
    if (!state) return
    state.stop.abort()
    state.child.kill('SIGTERM')
    const timer = setTimeout(() => endGroup(state.child), patience)
    await state.over
    clearTimeout(timer)
    running.delete(name)
  }

  return {
    async start(part) {
      const last: string[] = []
      let onReadyLine: (line: string) => void = () => undefined
      const child = launch(part, (line) => {
        part.log(line)
        last.push(line)
        last.splice(0, last.length - 20)
        if ('line' in part.ready && part.ready.line(line)) onReadyLine(line)
      })
      const state: Running = { child, stop: new AbortController(), over: death(child) }
      running.set(part.name, state)
      const over = new AbortController()
      const died = death(child).then((how) => {
        throw new Error(`${part.name} ended before it was ready (${how}):\n${last.join('\n')}`)
      })
      const late = sleep(readyWithin, undefined, { signal: over.signal, ref: false }).then(() => {
        throw new Error(
          `${part.name} was not ready after ${readyWithin / 1000} s:\n${last.join('\n')}`,
        )
      })
      const ready =
        'url' in part.ready
          ? answers(part.ready.url, over.signal)
          : new Promise<string>((done) => {
              onReadyLine = done
            })
      try {
        const line = await Promise.race([ready, died, late])
        state.over = keep(part, state)
        return line
      } catch (error) {
        running.delete(part.name)
        endGroup(child)
        throw error
      } finally {
        over.abort()
        died.catch(() => undefined)
        late.catch(() => undefined)
      }
    },
    stop,
    async stopAll(patience) {
      await Promise.all([...running.keys()].map((name) => stop(name, patience)))
    },
    pid: (name) => running.get(name)?.child.pid,
  }
}

async function death(child: ChildProcess): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) {
    // A process that can't be started reports an error instead of an exit.
    await Promise.race([once(child, 'exit'), once(child, 'error')]).catch(() => undefined)
  }
  return child.signalCode ?? `exit ${child.exitCode}`
}

/** Kills a process and its own children, if they still run. */
export function endGroup(child: ChildProcess) {
  if (!child.pid) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The group has ended.
  }
}

async function answers(url: string, signal: AbortSignal): Promise<string> {
  // Parts run on this machine, so a proxy from the environment must not be used.
  const agent = new Agent()
  try {
    while (!signal.aborted) {
      const status = await request(url, {
        dispatcher: agent,
        signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
      })
        .then(async ({ statusCode, body }) => {
          await body.dump()
          return statusCode
        })
        .catch(() => 0)
      if (status === 200) return ''
      await sleep(100)
    }
    return ''
  } finally {
    await agent.destroy()
  }
}
