'use client'
import { type ReactNode, useEffect } from 'react'
import { keepDraftsOf } from '@/lib/client/drafts'
import { setPagePerson } from '@/lib/client/page-person'
import { prefer, zoneCookie } from '@/lib/client/preferences'
import { useMe } from '@/lib/client/use-me'
import { usePreferences } from '@/lib/client/use-preferences'
import { setReaderZone, useBrowserZone, ZoneProvider } from '@/lib/client/use-zone'
import { setContact } from '@/lib/ops/contact'

/** Shows times in the person's zone, by default the browser's. `zone` is the one that the server rendered. */
export function Reader({ zone, children }: { zone: string; children: ReactNode }) {
  const { timeZone } = usePreferences()
  const me = useMe()
  // The pages in this need it to render the same as on the server.
  if (me) setContact(me.contact)
  const subject = me?.subject
  useEffect(() => {
    setPagePerson(subject)
    if (subject !== undefined) keepDraftsOf(subject)
  }, [subject])
  const browser = useBrowserZone(zone)
  const shown = timeZone ?? browser
  useEffect(() => setReaderZone(shown), [shown])
  useEffect(() => prefer(zoneCookie, new Intl.DateTimeFormat().resolvedOptions().timeZone), [])
  return <ZoneProvider value={shown}>{children}</ZoneProvider>
}
