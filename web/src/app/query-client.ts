import { onlineManager, QueryClient } from '@tanstack/react-query'
import { isApiError } from '../lib/api-error.ts'
import { connection } from '../lib/connection.ts'

/** No answer, or a part that is down for the moment. A refusal stays one. */
const mayPass = (error: unknown) =>
  isApiError(error) && (error.code === 'network' || error.status === 503)

/**
 * Reads wait while the server is away and go on when it is back; changes fail at once and are never repeated behind
 * somebody's back.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // After a gap in the events everything shown is asked for anyway.
      refetchOnReconnect: false,
      retry: (count, error) => mayPass(error) && (isApiError(error, 'network') || count < 2),
      retryDelay: (count) => Math.min(400 * 2 ** count, 5000),
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

connection.subscribe(() => onlineManager.setOnline(connection.get() !== 'reconnecting'))
