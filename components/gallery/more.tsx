'use client'
import type { GuidedRun } from '@/lib/ops/guided'
import { Missing } from '../blocks/missing'
import { TimeRangeBar } from '../blocks/time-range-bar'
import { useTimeRange } from '../blocks/use-time-range'
import { ClusterState } from '../data/cluster-state'
import { CopyProof } from '../ops/copy-proof'
import { GuidedNotice, GuidedSteps } from '../ops/guided-run'
import { Sentence } from '../ops/sentence'
import { Part, Shown } from './part'

const step = { op: 'streams.stop', startedAt: null, endedAt: null, note: null }
const at = '2026-11-29T08:00:00Z'
const run: GuidedRun = {
  id: '01hzy3v0examplerun0000',
  op: 'streams.change',
  summary: 'Change the tier of settlements-5m to SP10',
  target: 'settlements-5m',
  input: {},
  state: 'running',
  by: 'Omar Haddad',
  steps: [
    { ...step, summary: 'Stop the processor', state: 'done', startedAt: at, endedAt: at },
    { ...step, summary: 'Change the tier', state: 'checking', startedAt: at },
    { ...step, summary: 'Start the processor', state: 'waiting' },
  ],
  putBack: null,
  note: null,
  groupId: '0'.repeat(24),
  groupName: 'streams-eu',
  createdAt: at,
  changedAt: at,
}
const failed: GuidedRun = {
  ...run,
  state: 'halted',
  note: 'Atlas refused the change.',
  steps: run.steps.map((one, i) => ({
    ...one,
    state: i === 0 ? 'done' : i === 1 ? 'failed' : 'skipped',
  })),
}

/** Guided changes, requests and what only some pages show. */
export const More = () => (
  <Part title="Requests, guided changes and more">
    {[run, failed, { ...run, state: 'done' as const }].map((one) => (
      <Shown key={one.state} name={`GuidedSteps ${one.state}`}>
        <GuidedSteps run={one} />
      </Shown>
    ))}
    <Shown name="GuidedNotice">
      <GuidedNotice run={failed} />
    </Shown>
    <Shown name="Sentence, CopyProof, ClusterState">
      <Sentence
        request={{
          summary: 'Infrastructure access to search-main for 4 h',
          level: null,
          clusterName: 'search-main',
          minutes: 240,
        }}
      />
      <CopyProof seq={1} />
      <ClusterState state="IDLE" />
      <ClusterState state="UPDATING" />
      <ClusterState state="IDLE" paused />
    </Shown>
    <Shown name="Missing">
      <Missing what="Private endpoint" wasThere isPart back={{ label: 'Endpoints', href: '#' }} />
    </Shown>
    <Shown name="TimeRangeBar" wide>
      <TimeRange />
    </Shown>
  </Part>
)

const TimeRange = () => <TimeRangeBar time={useTimeRange()} />
