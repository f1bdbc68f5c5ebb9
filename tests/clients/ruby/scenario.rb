# The scenario of ../README.md with the Ruby client.
require 'json'
require 'securerandom'
require 'uri'
require 'orgd_client'

include OrgdClient

class Scenario
  ORIGINS = ['https://example.com'].freeze

  def initialize
    @random = SecureRandom.hex(6)
    @slugs = @checks = 0
    @owner, @outsider, @unknown = [ENV.fetch('ORGD_KEY'), ENV.fetch('ORGD_ADMIN_KEY'), 'bd_key_unknown'].map { |key| client(key) }
    @v1 = V1OrganizationsApi.new(@owner)
    @public = PublicOrganizationsApi.new(@owner)
  end

  def run
    made = [*v1, *public_surface]
    delete(made)
    puts "ruby: #{@checks} checks passed"
  end

  private

  def client(key)
    url = URI(ENV.fetch('ORGD_URL'))
    ApiClient.new(Configuration.new do |config|
      config.scheme = url.scheme
      config.host = "#{url.host}:#{url.port}"
      config.access_token = key
    end)
  end

  def slug
    "ruby-#{@random}-#{@slugs += 1}"
  end

  def equal(what, expected, actual)
    abort "ruby: #{@step}: #{what}: expected #{expected.inspect}, there was #{actual.inspect}" unless expected == actual
    @checks += 1
  end

  # Returns the error with the given status, as the type that the contract declares.
  def failure(type, status)
    yield
    abort "ruby: #{@step}: expected an error of status #{status}, there was none"
  rescue ApiError => error
    equal('status', status, error.code)
    failure = type.build_from_hash(JSON.parse(error.response_body))
    equal('type', type, failure.class)
    equal('requestId', error.response_headers['X-Request-Id'], failure.error.request_id)
    failure.error
  end

  def v1_failure(status, code, &call)
    refusal = failure(V1Failure, status, &call)
    equal('code', code, refusal.code)
    refusal
  end

  def public_failure(status, title, &call)
    refusal = failure(PublicFailure, status, &call)
    equal('title', title, refusal.title)
    refusal
  end

  def violations(listed, expected)
    equal('how many violations', expected.size, listed.size)
    equal('parts', ['body'], listed.map(&:part).uniq)
    equal('violations', expected, listed.to_h { |violation| [violation.pointer, violation.code] })
  end

  # Checks all pages: no id occurs twice, and the created organizations are listed, newest first.
  def listed(ids, made)
    equal('how many different ids', ids.size, ids.uniq.size)
    equal('those that were made', made.reverse, ids & made)
  end

  def v1
    created, first = v1_create
    v1_updates(created, first)
    last = v1_settings(created.id)
    v1_refusals(created.id)
    v1_precondition(last, first)
    v1_pages(created.id)
  end

  def v1_update(id, **members)
    @v1.v1_update_organization_with_http_info(id, V1OrganizationUpdate.new(members))
       .then { |organization, _, headers| [organization, headers['ETag']] }
  end

  def v1_create
    @step = '1. create on v1'
    wanted = slug
    created, status, headers = @v1.v1_create_organization_with_http_info(
      V1OrganizationCreate.new(
        name: 'Acme Labs', slug: wanted, description: 'Widgets', logo_url: 'https://cdn.example.com/logo.png',
        settings: V1SettingsUpdate.new(
          branding: V1BrandingUpdate.new(primary_color: '#4338CA', accent_color: '#818CF8'),
          features: V1FeaturesUpdate.new(webhooks: true)
        )
      )
    )
    equal('status', 201, status)
    equal('members', ['Acme Labs', wanted, 'Widgets', 'https://cdn.example.com/logo.png'],
          [created.name, created.slug, created.description, created.logo_url])
    equal('branding', V1Branding.new(primary_color: '#4338CA', accent_color: '#818CF8'), created.settings.branding)
    equal('webhooks', true, created.settings.features.webhooks)
    equal('the ETag is a strong one', true, headers['ETag'].match?(/\A"[0-9]+"\z/))
    [created, headers['ETag']]
  end

  def v1_updates(created, first)
    @step = '2. update a part on v1'
    named, second = v1_update(created.id, name: 'Acme Corporation')
    equal('name', 'Acme Corporation', named.name)
    equal('what was not named', [created.description, created.logo_url, created.settings],
          [named.description, named.logo_url, named.settings])
    equal('the ETag is the first one', false, first == second)

    @step = '3. null removes on v1'
    removed, = v1_update(created.id, description: nil)
    equal('description', nil, removed.description)
    equal('what was not named', ['Acme Corporation', created.logo_url], [removed.name, removed.logo_url])
  end

  def v1_settings(id)
    @step = '4. merge settings'
    black = V1SettingsUpdate.new(branding: V1BrandingUpdate.new(primary_color: '#000000'))
    merged, = v1_update(id, settings: black)
    equal('branding', V1Branding.new(primary_color: '#000000', accent_color: '#818CF8'), merged.settings.branding)
    equal('webhooks', true, merged.settings.features.webhooks)

    @step = '5. null removes within settings'
    removal = V1SettingsUpdate.new(branding: V1BrandingUpdate.new(accent_color: nil), features: nil)
    reduced, tag = v1_update(id, settings: removal)
    equal('settings', { branding: { primaryColor: '#000000' } }, reduced.settings.to_hash)

    @step = '6. change nothing'
    same, same_tag = v1_update(id)
    equal('the organization', reduced, same)
    equal('ETag', tag, same_tag)
    same
  end

  def v1_refusals(id)
    @step = '7. a validation error on v1'
    # The client knows patterns itself: these are refused by what formats say beyond them.
    logo = 'https://example.com/my logo.png'
    settings = V1SettingsUpdate.new(billing: V1BillingUpdate.new(email: "#{'a' * 65}@example.com"))
    refusal = v1_failure(400, V1ErrorCode::VALIDATION_ERROR) { v1_update(id, logo_url: logo, settings: settings) }
    violations(refusal.violations, { '/logoUrl' => 'uri', '/settings/billing/email' => 'email' })

    @step = '8. 401 on v1'
    v1_failure(401, V1ErrorCode::AUTHENTICATION_ERROR) { V1OrganizationsApi.new(@unknown).v1_get_organization(id) }

    @step = '9. 403 on v1'
    name = V1OrganizationUpdate.new(name: 'Acme Holding')
    v1_failure(403, V1ErrorCode::AUTHORIZATION_ERROR) { V1OrganizationsApi.new(@outsider).v1_update_organization(id, name) }

    @step = '10. 404 on v1'
    v1_failure(404, V1ErrorCode::NOT_FOUND) { @v1.v1_get_organization('org_missing') }
  end

  def v1_precondition(last, first)
    @step = '11. 412 on v1'
    update = V1OrganizationUpdate.new(name: 'Acme Holding')
    v1_failure(412, V1ErrorCode::PRECONDITION_FAILED) { @v1.v1_update_organization(last.id, update, if_match: first) }
    read, _, headers = @v1.v1_get_organization_with_http_info(last.id)
    equal('the organization', last, read)
    matched = @v1.v1_update_organization(last.id, update, if_match: headers['ETag'])
    equal('name', 'Acme Holding', matched.name)
  end

  def v1_pages(first)
    @step = '12. all pages on v1'
    made = [first] + Array.new(2) do
      @v1.v1_create_organization(V1OrganizationCreate.new(name: 'Acme Labs', slug: slug)).id
    end
    ids = []
    cursor = nil
    loop do
      page = @v1.v1_list_organizations({ limit: 2, cursor: cursor }.compact)
      equal('roles', [V1Role::OWNER], page.organizations.map(&:role).uniq)
      ids += page.organizations.map(&:id)
      cursor = page.next_cursor
      equal('total', page.total, ids.size) unless cursor
      break unless cursor
      equal('how many a page holds', 2, page.organizations.size)
    end
    listed(ids, made)
    made
  end

  def public_surface
    created, first = public_create
    public_updates(created)
    public_refusals(created.id)
    public_precondition(created.id, first)
    public_pages(created.id)
  end

  def public_update(id, options = {}, **members)
    @public.public_update_organization(id, PublicOrganizationUpdate.new(members), options).data
  end

  def public_create
    @step = '13. create on public'
    wanted = slug
    create = PublicOrganizationCreate.new(name: 'Acme Labs', slug: wanted, custom_ai_context: 'Dozens')
    envelope, _, headers = @public.public_create_organization_with_http_info(create)
    created = envelope.data
    equal('members', ['Acme Labs', wanted, 'Dozens', true],
          [created.name, created.slug, created.custom_ai_context, created.is_billable])
    equal('trialEndsAt', Time, created.trial_ends_at.class)
    equal('jwtSecret', nil, created.jwt_secret)
    [created, headers['ETag']]
  end

  def public_updates(created)
    @step = '14. update a part on public, without the secret'
    embedded = public_update(created.id, full_embed_enabled: true, embed_allowed_origins: ['HTTPS://Example.com:443/'])
    equal('members', [true, ORIGINS, created.name, created.custom_ai_context, nil],
          [embedded.full_embed_enabled, embedded.embed_allowed_origins, embedded.name, embedded.custom_ai_context, embedded.jwt_secret])

    @step = '15. null removes on public'
    removed = public_update(created.id, custom_ai_context: nil)
    equal('members', [nil, created.name, ORIGINS],
          [removed.custom_ai_context, removed.name, removed.embed_allowed_origins])

    @step = '16. update with the secret'
    shown = public_update(created.id, { include: PublicInclude::JWT_SECRET }, insights_enabled: false)
    equal('insightsEnabled', false, shown.insights_enabled)
    equal('the jwtSecret is long enough', true, shown.jwt_secret.to_s.size >= 32)
  end

  def public_refusals(id)
    @step = '17. a validation error on public'
    refusal = public_failure(400, PublicErrorTitle::VALIDATION_ERROR) do
      public_update(id, embed_allowed_origins: ['https://*.com', 'http://example.com'])
    end
    violations(refusal.violations,
               { '/embedAllowedOrigins/0' => 'embed-origin', '/embedAllowedOrigins/1' => 'embed-origin' })

    @step = '18. 401, 403 and 404 on public'
    public_failure(401, PublicErrorTitle::UNAUTHORIZED) { PublicOrganizationsApi.new(@unknown).public_get_organization(id) }
    name = PublicOrganizationUpdate.new(name: 'Acme Holding')
    public_failure(403, PublicErrorTitle::FORBIDDEN) { PublicOrganizationsApi.new(@outsider).public_update_organization(id, name) }
    public_failure(404, PublicErrorTitle::NOT_FOUND) { @public.public_get_organization('org_missing') }
  end

  def public_precondition(id, first)
    @step = '19. 412 on public'
    public_failure(412, PublicErrorTitle::PRECONDITION_FAILED) do
      public_update(id, { if_match: first }, name: 'Acme Holding')
    end
    read, _, headers = @public.public_get_organization_with_http_info(id)
    equal('name', 'Acme Labs', read.data.name)
    equal('name', 'Acme Holding', public_update(id, { if_match: headers['ETag'] }, name: 'Acme Holding').name)
  end

  def public_pages(first)
    @step = '20. all pages on public'
    made = [first] + Array.new(2) do
      @public.public_create_organization(PublicOrganizationCreate.new(name: 'Acme Labs', slug: slug)).data.id
    end
    ids = []
    cursor = nil
    loop do
      page = @public.public_list_organizations({ limit: 2, cursor: cursor }.compact)
      ids += page.data.map(&:id)
      cursor = page.pagination.next_cursor
      equal('hasMore', !cursor.nil?, page.pagination.has_more)
      break unless cursor
      equal('how many a page holds', 2, page.data.size)
    end
    listed(ids, made)
    made
  end

  def delete(made)
    @step = '21. delete'
    equal('how many were made', 6, made.size)
    made.each { |id| equal('message', 'Organization deleted successfully', @v1.v1_delete_organization(id).message) }
    v1_failure(404, V1ErrorCode::NOT_FOUND) { @v1.v1_get_organization(made.first) }
    public_failure(404, PublicErrorTitle::NOT_FOUND) { @public.public_get_organization(made.first) }
  end
end

Scenario.new.run
