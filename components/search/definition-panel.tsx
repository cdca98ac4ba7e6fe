'use client'
import { useState } from 'react'
import type { Generation } from '@/lib/ops/search-hosts'
import type { SearchIndex } from '@/lib/ops/search-shapes'
import type { Standing } from '@/lib/ops/search-status'
import { JsonDiff } from '../data/json-diff'
import { JsonView } from '../data/json-view'
import { Card } from '../ui/page'
import { Segments } from '../ui/segments'
import { DefinitionTree } from './definition-tree'

/** The definition as people read it and as JSON, and what distinguishes the version that serves from the one to come. */
export function DefinitionPanel({ index, standing }: { index: SearchIndex; standing: Standing }) {
  const versions = comparisonOf(index, standing)
  const ways = versions
    ? (['Fields', 'JSON', 'Versions compared'] as const)
    : (['Fields', 'JSON'] as const)
  const [chosen, setWay] = useState<(typeof ways)[number]>('Fields')
  const way = ways.find((w) => w === chosen) ?? 'Fields'
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
              From version {versions.from.version ?? 'not said'}, which serves queries, to version{' '}
              {versions.to.version ?? 'not said'}, {versions.toIs}.
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
 * The definition that serves against the one that is built, else against the latest: hosts fill in what was left out, so
 * that two of theirs are best compared with each other. Undefined where one version is everywhere.
 */
export function comparisonOf(
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
      toIs: staged.status === 'FAILED' ? 'which could not be built' : 'which is being built',
    }
  if (latest.version === undefined || latest.version === from.version || !index.latestDefinition)
    return undefined
  return { from, to: { ...latest, definition: index.latestDefinition }, toIs: 'the latest' }
}
