import { coreContexts } from '../allowed-contexts';
import { networkBits } from '../network-bits';
import type { NgsiLdGuard } from '../ngsi-ld-guard';
import { luaLiteral } from './lua-literal';

/** Lua with the addresses that a client may name. Needs {@link bodyGrammar}. */
export function luaAddresses({ contexts, receivers }: NgsiLdGuard): string {
  const allowed = receivers.map(({ host, network, namespace, schemes, ports }) => ({
    host,
    network: network === undefined ? undefined : networkBits(network),
    namespace,
    schemes: Object.fromEntries(schemes.map((scheme) => [scheme, true])),
    ports: Object.fromEntries(ports.map((port) => [String(port), true])),
  }));
  return `
local own_contexts = ${luaLiteral([coreContexts, ...contexts.urls])}
local context_hosts = ${luaLiteral(contexts.hosts ?? [])}
local receivers = ${luaLiteral(allowed)}
${addresses}`;
}

const addresses = String.raw`
local default_ports = { https = '443', http = '80', mqtts = '8883', mqtt = '1883' }

-- Scheme, host and port of an address: no user, no second spelling of a host.
local function parts_of(address)
  local scheme, authority, rest = match(address, '^(%a+)://([%w.:%[%]-]+)(.*)$')
  if not scheme or not find(rest, '^[%w_.~:/?@!$&()*+,;=%%%[%]-]*$') or not find(rest, '^[/?]') and rest ~= '' then return nil end
  scheme, authority = scheme:lower(), authority:lower()
  local host, port = match(authority, '^(%[[%x:.]+%])(.*)$')
  if not host then host, port = match(authority, '^([a-z0-9.-]+)(.*)$') end
  if not host or not find(port, '^:%d+$') and port ~= '' then return nil end
  return scheme, host, port == '' and default_ports[scheme] or sub(port, 2)
end

local function is_host(host, pattern)
  if pattern == '*' then return true end
  if sub(pattern, 1, 2) == '*.' then return #host > #pattern - 1 and sub(host, 1 - #pattern) == sub(pattern, 2) end
  return host == pattern
end

local function bits_of(number, width)
  local bits = ''
  for _ = 1, width do
    bits = number % 2 .. bits
    number = floor(number / 2)
  end
  return bits
end

local function ipv4_bits(host)
  local bits = ''
  local groups = { match(host, '^(%d+)%.(%d+)%.(%d+)%.(%d+)$') }
  if #groups == 0 then return nil end
  for _, group in ipairs(groups) do
    if #group > 3 or tonumber(group) > 255 or find(group, '^0%d') then return nil end
    bits = bits .. bits_of(tonumber(group), 8)
  end
  return bits
end

local function ipv6_groups(text)
  local groups = {}
  for group in text:gmatch('[^:]+') do
    if not find(group, '^%x%x?%x?%x?$') then return nil end
    groups[#groups + 1] = bits_of(tonumber(group, 16), 16)
  end
  return groups
end

local function ipv6_bits(host)
  local inner = match(host, '^%[([%x:]+)%]$')
  if not inner or find(inner, ':::') then return nil end
  local head, tail = match(inner, '^(.-)::(.*)$')
  local left, right = ipv6_groups(head or inner), ipv6_groups(tail or '')
  if not left or not right or tail and find(tail, '::') then return nil end
  local missing = 8 - #left - #right
  if missing < 0 or (tail == nil) ~= (missing == 0) then return nil end
  return concat(left) .. ('0'):rep(16 * missing) .. concat(right)
end

local function in_namespace(host, namespace)
  local rest = match(host, '^[a-z0-9-]+%.(.+)$')
  return rest == namespace or rest == namespace .. '.svc' or rest == namespace .. '.svc.cluster.local'
end

-- What resolvers take for an address, and names that are no public ones.
local function is_name(host) return find(host, '^[a-z0-9-].*%.%a[a-z0-9-]*$') and not find(host, '..', 1, true) end
local function is_public(host)
  return is_name(host) and not find(host, '%.local$') and not find(host, '%.localhost$') and not find(host, '%.internal$') and not find(host, '%.svc$')
end

local function may_receive(receiver, host, bits)
  if receiver.namespace then return in_namespace(host, receiver.namespace) end
  if receiver.host == nil then return bits ~= nil and sub(bits, 1, #receiver.network.prefix) == receiver.network.prefix and #bits == receiver.network.bits end
  if bits or not is_host(host, receiver.host) then return false end
  return receiver.host ~= '*' or is_public(host)
end

local function receiver(value, path)
  local scheme, host, port
  if type(value) == 'string' then scheme, host, port = parts_of(value) end
  local bits = host and (ipv4_bits(host) or ipv6_bits(host))
  if host and (bits or is_name(host)) then
    for _, one in ipairs(receivers) do
      if one.schemes[scheme] and one.ports[port] and may_receive(one, host, bits) then return value end
    end
  end
  refuse(path, 'an address that this platform may notify: see broker.notifications of the city')
  return value
end

local function context_url(value, path)
  if type(value) ~= 'string' then refuse(path, 'the URL of a context') return value end
  local scheme, host, port = parts_of(value)
  for _, own in ipairs(own_contexts) do
    if scheme and sub(value, 1, #own) == own then return value end
  end
  for _, pattern in ipairs(context_hosts) do
    if scheme == 'https' and port == '443' and find(value, '^https://[^/]+/') and is_host(host, pattern) then return value end
  end
  refuse(path, 'a context of this platform, or of a host in broker.contextHosts of the city')
  return value
end

local term = text_of({ "^[^%c']*$", 'a name without an apostrophe' })
local iri = text_of({ '^[%w_.~:/?#@!$&()*+,;=%%%[%]\128-\255-]*$', 'an IRI, a term or a keyword' })

local contexts

-- A context that is written out: terms and what they stand for. Other documents in it are contexts again.
local function terms(value, path)
  if not is_object(value) then refuse(path, 'an object with terms') return value end
  for _, key in ipairs(value.keys) do
    local item, place = value.values[key], below(path, key)
    term(key, place)
    if key == '@import' then
      context_url(item, place)
    elseif key == '@context' then
      contexts(item, place)
    elseif is_object(item) then
      terms(item, place)
    elseif is_array(item) then
      each(iri, item, place)
    elseif type(item) == 'string' then
      iri(item, place)
    end
  end
  return value
end

local context_urls = one_or_list(context_url)

contexts = one_or_list(function(value, path)
  if is_object(value) then return terms(value, path) end
  return context_url(value, path)
end)
`;
