import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Ends the process `pid` and removes `folder` as soon as this process is gone, even when it was killed: a test run
 * must leave nothing behind, and nobody would ever take its server over. Gives a function that does it now.
 */
export function endWithThisProcess(pid: number, folder: string): () => Promise<void> {
  // `read` returns when the pipe closes, which the kernel does whatever way this process ends.
  const script = 'read -r _; kill -INT "$1" 2>/dev/null && sleep 1; rm -rf "$2"'
  const watcher = spawn('/bin/sh', ['-c', script, 'sh', String(pid), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  })
  watcher.unref()
  return async () => {
    const gone = once(watcher, 'exit')
    watcher.stdin?.end()
    await gone
  }
}
