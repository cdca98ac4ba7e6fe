import type { Metadata, Viewport } from 'next'
import localFont from 'next/font/local'
import type { ReactNode } from 'react'
import { OfflineBar } from '@/components/shell/offline-bar'
import { pagePreferences } from './page-preferences'
import './globals.css'

/** Inter 4, Latin subset, SIL Open Font License (fonts/inter-license.txt). */
const inter = localFont({
  src: './fonts/inter-latin.woff2',
  weight: '100 900',
  display: 'swap',
  variable: '--font-inter',
  // A fallback with matching metrics prevents layout shift.
  adjustFontFallback: 'Arial',
})

export const metadata: Metadata = {
  title: { default: 'Gatehouse', template: '%s · Gatehouse' },
  description: 'Operations console for MongoDB Atlas',
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f7f9' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1014' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { theme, density } = await pagePreferences()
  return (
    <html
      lang="en"
      className={inter.variable}
      data-theme={theme === 'system' ? undefined : theme}
      data-density={density === 'compact' ? density : undefined}
    >
      <body>
        <OfflineBar />
        {children}
      </body>
    </html>
  )
}
