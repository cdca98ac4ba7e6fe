'use client'
import { type ReactNode, useId } from 'react'
import { useModifier } from '@/lib/client/use-is-mac'
import { useMe } from '@/lib/client/use-me'
import { useIsAwake, useNow } from '@/lib/client/use-now'
import { usePreferences } from '@/lib/client/use-preferences'
import { useSetPreferences } from '@/lib/client/use-set-preferences'
import { useExactTime, useZone } from '@/lib/client/use-zone'
import { densities, themes } from '@/lib/ops/preferences'
import { routes } from '@/lib/routes'
import { say, sayFailure } from '../ops/tell'
import { Checkbox, Select } from '../ui/input'
import { lazyComponent } from '../ui/lazy-component'
import { Card } from '../ui/page'
import { RadioCards } from '../ui/radio-cards'
import { Skeleton } from '../ui/skeleton'

const ZoneBox = lazyComponent(() => import('./zone-box').then((m) => m.ZoneBox), {
  soon: true,
  loading: <Skeleton className="h-9 pointer-coarse:h-11" />,
})

const densityWords = {
  comfortable: { title: 'Comfortable', detail: 'More space between rows' },
  compact: { title: 'Compact', detail: 'More rows on the screen' },
} as const

const themeWords = {
  system: { title: 'System', detail: 'Follows your device' },
  light: { title: 'Light', detail: 'Always light' },
  dark: { title: 'Dark', detail: 'Always dark' },
} as const

/** How the console looks. Each choice applies at once, in every browser of the person. */
export function Display() {
  const preferences = usePreferences()
  const change = useSetPreferences(sayFailure)
  const modifier = useModifier()
  return (
    <Card className="grid gap-5 p-4">
      <h2 className="font-semibold text-base">Display</h2>
      <RadioCards
        name="theme"
        legend="Theme"
        columns={3}
        cards={themes.map((value) => ({ value, ...themeWords[value] }))}
        value={preferences.theme}
        onChange={(theme) => change({ theme })}
      />
      <RadioCards
        name="density"
        legend="Density of tables"
        columns={3}
        cards={densities.map((value) => ({ value, ...densityWords[value] }))}
        value={preferences.density}
        onChange={(density) => change({ density })}
      />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <ZoneChoice value={preferences.timeZone} onChange={(timeZone) => change({ timeZone })} />
        <HomeChoice
          value={preferences.home}
          onChange={(home) => {
            change({ home })
            void say('Home view saved')
          }}
        />
      </div>
      <Toggle
        label="Keyboard shortcuts"
        hint={`Single keys such as j, k and ? work as shortcuts outside text fields. ${modifier} K always opens the search.`}
        checked={preferences.shortcuts}
        onChange={(shortcuts) => change({ shortcuts })}
      />
    </Card>
  )
}

type ChoiceOf = { value: string | null; onChange: (value: string | null) => void }

function ZoneChoice({ value, onChange }: ChoiceOf) {
  const exact = useExactTime()
  const zone = useZone()
  const now = useNow(60_000)
  return (
    <Choice
      label="Time zone"
      hint={
        <>
          It is {exact(now)}.
          {zone !== 'UTC' && (
            <>
              <span className="pointer-coarse:hidden"> Hover over a time to see it in UTC.</span>
              <span className="hidden pointer-coarse:inline"> Tap a time to see it in UTC.</span>
            </>
          )}
        </>
      }
    >
      {(id) => <ZoneBox id={id} value={value} onChange={onChange} />}
    </Choice>
  )
}

function HomeChoice({ value, onChange }: ChoiceOf) {
  const me = useMe()
  const pages: Array<[label: string, path: string]> = [
    ['Approvals', routes.approvals()],
    ['API explorer', routes.explorer()],
    ...(me?.roles.includes('auditor') ? [['Audit', routes.audit()] as [string, string]] : []),
    ['Machines', routes.machines()],
  ]
  // Read again by the browser, so that they may differ from what the server rendered.
  const projects = (useIsAwake() ? (me?.projects ?? []) : []).map(
    ({ name, groupId }) => [name, routes.project(groupId)] as const,
  )
  const isKnown = [...pages, ...projects].some(([, path]) => path === value)
  return (
    <Choice label="Home view" hint="Opens when you sign in, and from the Gatehouse logo.">
      {(id) => (
        <Select
          id={id}
          value={value ?? ''}
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => onChange(target.value || null)}
        >
          <option value="">Overview</option>
          {!isKnown && value !== null && <option value={value}>{value}</option>}
          {pages.map(([label, path]) => (
            <option key={path} value={path}>
              {label}
            </option>
          ))}
          <optgroup label="Projects">
            {projects.map(([name, path]) => (
              <option key={path} value={path}>
                {name}
              </option>
            ))}
          </optgroup>
        </Select>
      )}
    </Choice>
  )
}

/** A control with its label and hint. `children` gets the id of the control. */
function Choice({
  label,
  hint,
  children,
}: {
  label: string
  hint: ReactNode
  children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
        {label}
      </label>
      {children(id)}
      <p id={`${id}-hint`} className="mt-1.5 text-muted text-sm">
        {hint}
      </p>
    </div>
  )
}

function Toggle({
  label,
  hint,
  checked,
  onChange,
}: {
  label: string
  hint: string
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  const id = useId()
  return (
    <div className="flex items-start gap-2.5 text-sm">
      <Checkbox
        id={id}
        checked={checked}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => onChange(target.checked)}
        className="-mt-0.5"
      />
      <span className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <span id={`${id}-hint`} className="block text-muted">
          {hint}
        </span>
      </span>
    </div>
  )
}
