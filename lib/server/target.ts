import { fact } from '@/lib/atlas/facts'
import type { Command } from '@/lib/ops/define'

const places: Record<string, string> = { groups: 'project', orgs: 'organization' }

/**
 * The target of a command in the audit log: the description's `target`, or its Atlas path with the values of the input:
 * `project 5f… / apiKeys / 6a…`.
 */
export function targetOf(op: Command, input: Record<string, unknown>): string {
  if (op.target) return op.target(input)
  if (!op.atlas) return op.title
  const values: Record<string, unknown> = { ...input, ...op.path?.(input) }
  return fact(op.atlas.op)
    .path.replace(/^\/api\/atlas\/v2\//, '')
    .split('/')
    .map((part) => part.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '?')))
    .map((part, i) => (i === 0 ? (places[part] ?? part) : part))
    .join(' / ')
    .replace(/^(project|organization) \/ /, '$1 ')
}
