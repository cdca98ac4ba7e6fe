import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Ends the PostgreSQL of `cluster` and removes `folder` when this process ends, even if killed, so that a test run leaves
 * nothing behind. Returns a function that does it now.
 */
export function endWithThisProcess(cluster: string, folder: string): () => Promise<void> {
  // `read` returns when the pipe closes, which the kernel does however this process ends.
  const script = `read -r _
    pid=$(head -n 1 "$1/postmaster.pid" 2>/dev/null) && kill -INT "$pid" && sleep 1
    rm -rf "$2"`
  const watcher = spawn('/bin/sh', ['-c', script, 'sh', cluster, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  })
  watcher.unref()
  return async () => {
    watcher.ref()
    const gone = once(watcher, 'exit')
    watcher.stdin?.end()
    await gone
  }
}
