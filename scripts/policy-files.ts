/** Shared by the policy commands: which configuration file and which database they read. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { sql } from '@/lib/server/database'

const data = resolve(process.env.GATEHOUSE_DATA || 'data')

/** The configuration file: `given`, GATEHOUSE_CONFIG, the demo's, or gatehouse.yaml. */
export function configurationFile(given?: string): string {
  const demo = join(data, 'gatehouse.yaml')
  return given ?? process.env.GATEHOUSE_CONFIG ?? (existsSync(demo) ? demo : 'gatehouse.yaml')
}

const running = z.looseObject({ url: z.string() })

/**
 * Runs a command on the database of DATABASE_URL or the running embedded one, and sets the exit code to its result.
 * An Error prints its message and gives exit code 2.
 */
export async function withDatabase(work: () => Promise<number>): Promise<void> {
  try {
    process.env.DATABASE_URL ||= embedded()
    process.exitCode = await work()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 2
  } finally {
    if (process.env.DATABASE_URL) await sql().end({ timeout: 2 })
  }
}

function embedded(): string {
  try {
    return running.parse(JSON.parse(readFileSync(join(data, 'postgres.json'), 'utf8'))).url
  } catch {
    throw new Error(
      `The embedded database of ${data} is not running. Start Gatehouse, or set DATABASE_URL or GATEHOUSE_DATA.`,
    )
  }
}
