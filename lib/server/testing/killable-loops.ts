import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const running = new Set<ChildProcess>()

/** The standing loops in a process of their own, on the database, configuration and sandbox of this one's environment. */
export async function startLoopsToKill(): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'loops-process.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, NODE_ENV: 'test' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  running.add(child)
  child.on('exit', () => running.delete(child))
  const [said] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (said !== 'started') throw new Error(`The loops ended with ${said} before they began`)
  return child
}

/** kill -9; resolves when the process is gone. */
export async function killNow(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Ends what a failed test left running. */
export const killAll = (): void => {
  for (const child of running) child.kill('SIGKILL')
}
