'use client'
import { Elapsed } from '../data/elapsed'
import { LifecycleNote } from '../data/lifecycle-note'
import { FailureNote } from '../ops/failure-note'
import { Impact } from '../ops/impact'
import { phaseLook } from '../ops/phase-badge'
import { Badge, EnvironmentBadge } from '../ui/badge'
import { Banner } from '../ui/banner'
import { Breadcrumbs } from '../ui/breadcrumbs'
import { Button } from '../ui/button'
import { CodeBlock } from '../ui/code'
import { Countdown, CountdownBar } from '../ui/countdown'
import { DiffLines } from '../ui/diff-lines'
import { Empty } from '../ui/empty'
import { Lines } from '../ui/lines'
import { Logo } from '../ui/logo'
import { NothingHere } from '../ui/nothing-here'
import { Card, Facts, PageHead, ThingHead } from '../ui/page'
import { PageFailed } from '../ui/page-failed'
import { Skeleton, SkeletonRows } from '../ui/skeleton'
import { StateBadge, statusStyles } from '../ui/state-badge'
import { Time } from '../ui/time'
import { failures } from './examples'
import { Part, Shown } from './part'

const tones = ['neutral', 'accent', 'good', 'warn', 'bad'] as const
const states = statusStyles({
  good: ['Ready', 'good'],
  moving: ['Creating…', 'moving'],
  waiting: ['Waiting', 'waiting'],
  warn: ['Out of date', 'warn'],
  bad: ['Failed', 'bad'],
  idle: ['Paused', 'idle'],
})
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
const stages = ['preview', 'deprecated', 'sunset', 'ended', 'removed'] as const

/** Badges, notices, times, and what a page shows around its content. */
export const States = () => (
  <Part title="States and text">
    <Shown name="Badge">
      {tones.map((tone) => (
        <Badge key={tone} tone={tone}>
          {tone}
        </Badge>
      ))}
    </Shown>
    <Shown name="StateBadge">
      {['good', 'moving', 'waiting', 'warn', 'bad', 'idle', 'NEW_STATE', null].map((state) => (
        <StateBadge key={state} styles={states} state={state} />
      ))}
    </Shown>
    <Shown name="EnvironmentBadge">
      <EnvironmentBadge environment="production" />
      <EnvironmentBadge environment="other" name="staging" />
      <EnvironmentBadge environment="other" />
    </Shown>
    <Shown name="Phase of a request">
      {Object.entries(phaseLook).map(([phase, { word, tone, icon }]) => (
        <Badge key={phase} tone={tone} icon={icon}>
          {word}
        </Badge>
      ))}
    </Shown>
    <Shown name="Time, Countdown, Elapsed">
      <Time at={later(-200)} />
      <Time at={later(-200)} exact />
      <Time at={null} />
      {[200, 4.5, 0.5, -1].map((minutes) => (
        <Countdown key={minutes} to={later(minutes)} what="The grant" />
      ))}
      <Elapsed since={later(-3)} />
      <div className="w-full">
        <CountdownBar from={later(-30)} to={later(30)} />
      </div>
    </Shown>
    <Shown name="Logo, Breadcrumbs, Lines">
      <Logo className="size-6 text-accent" />
      <Breadcrumbs
        crumbs={[
          { label: 'Northwind', href: '#org' },
          { label: 'payments-prod', href: '#project' },
        ]}
      />
      <Lines lines={['10.0.0.0/8', '10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16', '10.4.0.0/16']} />
    </Shown>
    {tones.map((tone) => (
      <Shown key={tone} name={`Banner ${tone}`}>
        <Banner
          tone={tone}
          title="2 of 30 projects were not read"
          actions={<Button size="sm">Try again</Button>}
          className="w-full"
        >
          Atlas did not answer. Their last values are shown.
        </Banner>
      </Shown>
    ))}
    {failures.map((error) => (
      <Shown key={error.kind} name={`FailureNote ${error.kind}`}>
        <FailureNote error={error} className="w-full" />
      </Shown>
    ))}
    {stages.map((stage) => (
      <Shown key={stage} name={`LifecycleNote ${stage}`}>
        <LifecycleNote
          lifecycle={{ stage, on: null, sentence: 'Atlas ends this on 1 March 2027.' }}
          className="w-full"
        />
      </Shown>
    ))}
    <Shown name="Impact">
      <Impact tells={['Clients at this address can no longer connect.', 'It ends in 8 h.']} />
    </Shown>
    <Shown name="PageHead">
      <PageHead
        title="Access list"
        lead="Addresses that can connect to this project’s clusters."
        back={{ label: 'payments-prod', href: '#' }}
        badges={<Badge tone="good">Live</Badge>}
        actions={<Button variant="primary">Allow address</Button>}
      />
    </Shown>
    <Shown name="ThingHead">
      <ThingHead title="Restore of orders" badges={<StateBadge styles={states} state="moving" />} />
    </Shown>
    <Shown name="Card, Facts">
      <Card title="Details" className="w-full">
        <Facts
          className="p-4"
          items={[
            ['State', <StateBadge key="s" styles={states} state="good" />],
            ['Region', 'EU_WEST_1'],
            ['Comment', 'A long text that wraps over several lines on a phone.'],
          ]}
        />
      </Card>
    </Shown>
    <Shown name="CodeBlock">
      <CodeBlock label="curl" code={'curl --request GET \\\n  https://cloud.mongodb.com'} />
    </Shown>
    <Shown name="DiffLines">
      <DiffLines
        label="Changes"
        lines={[
          { change: 'same', text: '{' },
          { change: 'removed', text: '  "size": 1' },
          { change: 'added', text: '  "size": 2' },
          { change: 'folded', text: '12 unchanged lines', open: () => {} },
        ]}
      />
    </Shown>
    <Shown name="Empty">
      <Empty
        title="No entries"
        hint="Nothing can connect."
        action={<Button>Allow address</Button>}
      />
    </Shown>
    <Shown name="Skeleton">
      <div className="w-full">
        <Skeleton className="w-40" />
        <SkeletonRows rows={3} />
      </div>
    </Shown>
    <Shown name="NothingHere">
      <NothingHere />
    </Shown>
    <Shown name="PageFailed">
      <PageFailed digest="1234567890" retry={() => {}} />
    </Shown>
  </Part>
)
