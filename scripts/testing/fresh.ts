/**
 * Resets this worker before each test file: reloads Gatehouse's modules and resets the environment. Packages stay loaded,
 * because loading them takes most of a file's startup time.
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
