/**
 * Resets this worker before each test file: the clock, the environment and what Gatehouse keeps for the process
 * (lib/atlas/per-process.ts). Modules stay loaded: to load and compile them again took a third of the run.
 */
import { vi } from 'vitest'

const store = globalThis as typeof globalThis & { environmentOfTheRun?: NodeJS.ProcessEnv }
store.environmentOfTheRun ??= { ...process.env }

vi.useRealTimers()
for (const name of Object.getOwnPropertyNames(globalThis))
  if (name.startsWith('gatehouse')) Reflect.deleteProperty(globalThis, name)
for (const name of Object.keys(process.env))
  if (!(name in store.environmentOfTheRun)) Reflect.deleteProperty(process.env, name)
Object.assign(process.env, store.environmentOfTheRun)
