import { define } from './definition.js';

/** People, their sessions, what they share, and the pages. */
export const ACCOUNT_ERRORS = {
  pages_not_built: define(
    'ours',
    503,
    'the pages are not built',
    'The folder packages/web/dist is not there.',
    'Type `npm run setup`, then start the service again. The API works without them.',
  ),
  sign_in_refused: define(
    'caller',
    401,
    'the name or the password is not right',
    'There is no such account, its password is another, or it was closed.',
    'Try again; whoever runs the service can send a new link.',
  ),
  request_not_from_page: define(
    'caller',
    403,
    'a request that changes something and is made with a session must come from a page of this service',
    'Neither Sec-Fetch-Site nor Origin names this service: another site may have sent it in somebody’s name.',
    'Use the pages, or send an API key.',
  ),
  invitation_gone: define(
    'caller',
    404,
    'this link is used up, expired or unknown',
    'An invitation makes one account, and not for ever.',
    'Ask for a new one; `npm start` prints one for the first administrator.',
  ),
  login_taken: define('caller', 409, 'the name {login} is taken', 'Somebody else of this service has it.', 'Choose another.'),
  share_not_found: define('caller', 404, 'there is no such link', 'It has expired, or never was.', 'Ask for a new one.'),
  share_too_large: define(
    'caller',
    413,
    'what is shared may have {most} at most',
    'All files and the input together are larger.',
    'Share less.',
  ),
  provider_missing: define(
    'caller',
    404,
    'no other provider of sign-in is set up',
    'The settings name no OpenID Connect issuer.',
    'Sign in with a name and a password, or set CUPEL_OIDC_ISSUER and what belongs to it.',
  ),
  provider_failed: define(
    'caller',
    401,
    'signing in at the other provider failed: {problem}',
    'Its answer is not valid, came too late, or belongs to another browser.',
    'Begin again at the sign-in page.',
  ),
} as const;
