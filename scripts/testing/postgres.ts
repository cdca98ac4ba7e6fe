/** Vitest's global set-up: one embedded PostgreSQL for the run, removed at its end. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '@/lib/server/migrate'
import { startPostgres } from '../postgres'
import { endWithThisProcess } from './end-with-this-process'
import { fastFolder } from './fast-folder'

declare module 'vitest' {
  interface ProvidedContext {
    /** URLs of the run's server for its two roles, on its first, migrated database. */
    postgres: { url: string; ownerUrl: string; adminUrl: string }
  }
}

export default async function setup(project: TestProject) {
  const folder = fastFolder('gatehouse-test-')
  const clean = endWithThisProcess(join(folder, 'cluster'), folder)
  // What tests put there is removed with it.
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  process.env.TMPDIR = temporary
  const server = await startPostgres({ folder, durable: false, say: () => undefined })
  // Migrated once. Each test file copies it, which takes a tenth of the time.
  await migrate(server.ownerUrl, server.url)
  project.provide('postgres', {
    url: server.url,
    ownerUrl: server.ownerUrl,
    adminUrl: server.adminUrl,
  })
  return async () => {
    await server.stop()
    await clean()
  }
}
