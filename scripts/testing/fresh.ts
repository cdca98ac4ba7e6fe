/**
 * Before each test file: what the files before it left in this worker is gone. The packages stay loaded, which takes most of
 * a file's start; Gatehouse's own modules are loaded again, and the environment is reset.
 */
import { vi } from 'vitest'

const store = globalThis as typeof globalThis & { environmentOfTheRun?: NodeJS.ProcessEnv }
store.environmentOfTheRun ??= { ...process.env }

vi.useRealTimers()
vi.resetModules()
for (const name of Object.getOwnPropertyNames(globalThis))
  if (name.startsWith('gatehouse')) Reflect.deleteProperty(globalThis, name)
for (const name of Object.keys(process.env))
  if (!(name in store.environmentOfTheRun)) Reflect.deleteProperty(process.env, name)
Object.assign(process.env, store.environmentOfTheRun)
