'use client'
import type { Generation } from '@/lib/ops/search-hosts'
import type { SearchIndex } from '@/lib/ops/search-shapes'
import type { Standing } from '@/lib/ops/search-status'
import { JsonDiff } from '../data/json-diff'
import { JsonView } from '../data/json-view'
import { Card } from '../ui/page'
import { Segments } from '../ui/segments'
import { useTab } from '../ui/tabs'
import { DefinitionTree } from './definition-tree'

/** The definition as a list of fields and as JSON, and how the serving version differs from the next. */
export function DefinitionPanel({ index, standing }: { index: SearchIndex; standing: Standing }) {
  const versions = comparisonOf(index, standing)
  const ways = versions
    ? (['Fields', 'JSON', 'Versions compared'] as const)
    : (['Fields', 'JSON'] as const)
  const [way, setWay] = useTab('definition', ways)
  const { version } = standing.latest
  return (
    <Card
      title={`Definition${version === undefined ? '' : `, version ${version}`}`}
      actions={
        <Segments label="Show the definition as" options={ways} value={way} onChange={setWay} />
      }
    >
      <div className="p-4">
        {way === 'Fields' && (
          <DefinitionTree type={index.type ?? 'search'} definition={index.latestDefinition} />
        )}
        {way === 'JSON' && (
          <JsonView value={index.latestDefinition} label="Index definition" start="JSON" />
        )}
        {way === 'Versions compared' && versions && (
          <div className="grid grid-cols-1 gap-2">
            <p className="text-muted text-sm">
              From version {versions.from.version ?? 'unknown'}, which serves queries, to version{' '}
              {versions.to.version ?? 'unknown'}, {versions.toIs}.
            </p>
            <JsonDiff
              from={versions.from.definition}
              to={versions.to.definition}
              label="The index definition"
            />
          </div>
        )}
      </div>
    </Card>
  )
}

type Side = Pick<Generation, 'version' | 'definition'>

/**
 * The serving definition and the one being built, else the latest. Hosts fill in what was left out, so two of theirs
 * are best compared with each other. Undefined when every host has the same version.
 */
function comparisonOf(
  index: SearchIndex,
  { hosts, latest, served }: Pick<Standing, 'hosts' | 'latest' | 'served'>,
): { from: Side; to: Side; toIs: string } | undefined {
  const from = hosts.map((h) => h.main).find((g) => g?.version === served && g?.definition)
  if (!from) return undefined
  const staged = hosts.map((h) => h.staged).find((g) => g?.definition && g.version !== from.version)
  if (staged)
    return {
      from,
      to: staged,
      toIs: staged.status === 'FAILED' ? 'which failed to build' : 'which is building',
    }
  if (latest.version === undefined || latest.version === from.version || !index.latestDefinition)
    return undefined
  return { from, to: { ...latest, definition: index.latestDefinition }, toIs: 'the latest' }
}
