'use client'
import type { Answer } from '@/lib/client/answer'
import type { Reading } from '@/lib/client/use-op'
import { deleteSearchIndex, updateSearchIndex } from '@/lib/ops/search'
import { openedOf } from '@/lib/ops/search-opened'
import type { SearchIndex } from '@/lib/ops/search-shapes'
import { standingOf } from '@/lib/ops/search-status'
import { Panel } from '../data/panel'
import { RawAnswer, rawCard } from '../data/raw-answer'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { Badge } from '../ui/badge'
import { Banner } from '../ui/banner'
import { lazyComponent } from '../ui/lazy-component'
import { ThingHead } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { usePanel } from '../ui/use-panel'
import { DefinitionPanel } from './definition-panel'
import { HostsPanel } from './hosts-panel'
import type { IndexPlace } from './index-place'
import { StandingFacts } from './standing-facts'
import { indexStyles, queriesStyles } from './status-styles'
import { SynonymsPanel } from './synonyms-panel'

const ChangeSheet = lazyComponent(() => import('./change-sheet').then((m) => m.ChangeSheet))

/** Everything about one index that is there. */
export function IndexDetails({
  place,
  query,
  answer,
  back,
}: {
  place: IndexPlace
  query: Reading<SearchIndex>
  answer: Answer<SearchIndex>
  back: { label: string; href: string }
}) {
  const index = answer.data
  const standing = standingOf(index)
  const { panel, open, close } = usePanel(['change'])
  const opened = openedOf(index)
  const isDeleting = standing.phase === 'DELETING'
  const over = isDeleting ? 'Atlas is deleting this index.' : null
  const queries = queriesStyles(String(standing.queryable))
  const failures = standing.messages.filter((m) => m.isFailure)
  const others = standing.messages.filter((m) => !m.isFailure)

  return (
    <>
      <ThingHead
        title={index.name ?? '(no name)'}
        back={back}
        lead={
          <span className="break-words font-mono text-xs">
            {index.database ?? '?'}.{index.collectionName ?? '?'}
          </span>
        }
        badges={
          <>
            <StateBadge styles={indexStyles} state={standing.phase} />
            <Badge>{index.type ?? 'search'}</Badge>
            <Badge tone={queries.tone} icon={queries.icon}>
              Queries: {queries.word.toLowerCase()}
            </Badge>
          </>
        }
        actions={
          <>
            <ActionButton
              op={updateSearchIndex}
              scope={{ kind: 'cluster', ...place }}
              whyNot={over}
              variant="primary"
              aria-haspopup="dialog"
              onPress={() => void open('change')}
            >
              <svg aria-hidden className="icon-[pencil]" /> Edit definition
            </ActionButton>
            <ConfirmAction
              op={updateSearchIndex}
              input={{ ...place, definition: opened.latestDefinition, opened }}
              whyNot={over}
              label="Rebuild"
              title={`Rebuild “${opened.name}”?`}
              confirm="Rebuild the index"
              pending="Sending…"
              done={`“${opened.name}” is being rebuilt`}
            >
              <p className="text-muted text-sm">
                Its definition is sent again unchanged, which makes Atlas build it again.
                {standing.phase === 'FAILED' &&
                  ' The last build of this definition failed, so edit the definition first if the reason is in it.'}
              </p>
            </ConfirmAction>
            <ConfirmAction
              op={deleteSearchIndex}
              input={{ ...place, opened }}
              whyNot={over}
              label="Delete index"
              variant="danger-plain"
              title={`Delete the search index “${opened.name}”?`}
            />
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        {failures.length > 0 && (
          <Banner
            tone="bad"
            title={failures.length === 1 ? 'Reason from Atlas' : 'Reasons from Atlas'}
          >
            <Messages all={failures} />
          </Banner>
        )}
        {others.length > 0 && (
          <Banner tone="warn" title="Message from Atlas">
            <Messages all={others} />
          </Banner>
        )}
        <Panel query={query} title="State" skeletonRows={3} isEmpty="never">
          {() => <StandingFacts index={index} standing={standing} />}
        </Panel>
        <HostsPanel place={place} phase={standing.phase} />
        {standing.synonyms.length > 0 && <SynonymsPanel place={place} />}
        <DefinitionPanel index={index} standing={standing} />
        <RawAnswer value={index} look={rawCard} />
      </div>
      {panel === 'change' && !isDeleting && (
        <ChangeSheet place={place} index={index} onClose={() => void close()} />
      )}
    </>
  )
}

const Messages = ({ all }: { all: ReadonlyArray<{ about: string; text: string }> }) => (
  <ul className="grid gap-1.5">
    {all.map(({ about, text }) => (
      <li key={`${about} ${text}`} className="min-w-0 break-words">
        <span className="block text-text">{text}</span>
        <span className="block text-xs">{about}</span>
      </li>
    ))}
  </ul>
)
