<?php
declare(strict_types=1);

use Acme\Orgd\Api\V1OrganizationsApi;
use Acme\Orgd\Model\{
    V1BillingUpdate, V1BrandingUpdate, V1ErrorCode, V1FeaturesUpdate, V1Organization, V1OrganizationCreate,
    V1OrganizationUpdate, V1Role, V1SettingsUpdate,
};

final class V1Steps
{
    private V1OrganizationsApi $api;
    private V1Organization $created;
    private V1Organization $last;
    private string $first;

    public function __construct(private Scenario $scenario)
    {
        $this->api = $scenario->v1($scenario->owner);
    }

    public function run(): array
    {
        $this->create();
        $this->update();
        $this->settings();
        $this->refusals();
        $this->precondition();
        return $this->pages();
    }

    /** Returns the organization after an update, and its ETag. */
    private function patch(array $members): array
    {
        [$organization, , $headers] =
            $this->api->v1UpdateOrganizationWithHttpInfo($this->created->getId(), new V1OrganizationUpdate($members));
        return [$organization, $this->scenario->tag($headers)];
    }

    private function create(): void
    {
        $this->scenario->step = '1. create on v1';
        $slug = $this->scenario->slug();
        [$this->created, $status, $headers] = $this->api->v1CreateOrganizationWithHttpInfo(new V1OrganizationCreate([
            'name' => 'Acme Labs',
            'slug' => $slug,
            'description' => 'Widgets',
            'logo_url' => 'https://cdn.example.com/logo.png',
            'settings' => new V1SettingsUpdate([
                'branding' => new V1BrandingUpdate(['primary_color' => '#4338CA', 'accent_color' => '#818CF8']),
                'features' => new V1FeaturesUpdate(['webhooks' => true]),
            ]),
        ]));
        $this->first = $this->scenario->tag($headers);
        $this->scenario->equal('status', 201, $status);
        $this->scenario->equal('name', 'Acme Labs', $this->created->getName());
        $this->scenario->equal('slug', $slug, $this->created->getSlug());
        $this->scenario->equal('description', 'Widgets', $this->created->getDescription());
        $this->scenario->equal('logoUrl', 'https://cdn.example.com/logo.png', $this->created->getLogoUrl());
        $branding = ['primaryColor' => '#4338CA', 'accentColor' => '#818CF8'];
        $this->scenario->equal('settings', ['branding' => $branding, 'features' => ['webhooks' => true]],
            $this->created->getSettings());
    }

    private function update(): void
    {
        $this->scenario->step = '2. update a part on v1';
        [$named, $second] = $this->patch(['name' => 'Acme Corporation']);
        $this->scenario->equal('name', 'Acme Corporation', $named->getName());
        $this->scenario->equal('description', $this->created->getDescription(), $named->getDescription());
        $this->scenario->equal('logoUrl', $this->created->getLogoUrl(), $named->getLogoUrl());
        $this->scenario->equal('settings', $this->created->getSettings(), $named->getSettings());
        $this->scenario->equal('the ETag is the first one', false, $second === $this->first);

        $this->scenario->step = '3. null removes on v1';
        [$removed] = $this->patch(['description' => null]);
        $this->scenario->equal('description', null, $removed->getDescription());
        $this->scenario->equal('name', 'Acme Corporation', $removed->getName());
        $this->scenario->equal('logoUrl', $this->created->getLogoUrl(), $removed->getLogoUrl());
    }

    private function settings(): void
    {
        $this->scenario->step = '4. merge settings';
        $branding = new V1BrandingUpdate(['primary_color' => '#000000']);
        [$merged] = $this->patch(['settings' => new V1SettingsUpdate(['branding' => $branding])]);
        $this->scenario->equal('primaryColor', '#000000', $merged->getSettings()->getBranding()->getPrimaryColor());
        $this->scenario->equal('accentColor', '#818CF8', $merged->getSettings()->getBranding()->getAccentColor());
        $this->scenario->equal('webhooks', true, $merged->getSettings()->getFeatures()->getWebhooks());

        $this->scenario->step = '5. null removes within settings';
        $branding = new V1BrandingUpdate(['accent_color' => null]);
        [$reduced, $tag] =
            $this->patch(['settings' => new V1SettingsUpdate(['branding' => $branding, 'features' => null])]);
        $this->scenario->equal('settings', ['branding' => ['primaryColor' => '#000000']], $reduced->getSettings());

        $this->scenario->step = '6. change nothing';
        [$this->last, $same_tag] = $this->patch([]);
        $this->scenario->equal('the organization', $reduced, $this->last);
        $this->scenario->equal('ETag', $tag, $same_tag);
    }

    private function refusals(): void
    {
        $id = $this->created->getId();
        $this->scenario->step = '7. a validation error on v1';
        $billing = new V1BillingUpdate(['email' => 'nobody']);
        $update = ['logo_url' => 'logo.png', 'settings' => new V1SettingsUpdate(['billing' => $billing])];
        $failure = $this->scenario->v1Failure(400, V1ErrorCode::VALIDATION_ERROR, fn() => $this->patch($update));
        $this->scenario->violations($failure->getViolations(),
            ['/logoUrl' => 'uri', '/settings/billing/email' => 'email']);

        $this->scenario->step = '8. 401 on v1';
        $unknown = $this->scenario->v1($this->scenario->unknown);
        $this->scenario->v1Failure(401, V1ErrorCode::AUTHENTICATION_ERROR, fn() => $unknown->v1GetOrganization($id));

        $this->scenario->step = '9. 403 on v1';
        $outsider = $this->scenario->v1($this->scenario->outsider);
        $name = new V1OrganizationUpdate(['name' => 'Acme Holding']);
        $this->scenario->v1Failure(403, V1ErrorCode::AUTHORIZATION_ERROR,
            fn() => $outsider->v1UpdateOrganization($id, $name));

        $this->scenario->step = '10. 404 on v1';
        $this->scenario->v1Failure(404, V1ErrorCode::NOT_FOUND, fn() => $this->api->v1GetOrganization('org_missing'));
    }

    private function precondition(): void
    {
        $this->scenario->step = '11. 412 on v1';
        $id = $this->created->getId();
        $name = new V1OrganizationUpdate(['name' => 'Acme Holding']);
        $this->scenario->v1Failure(412, V1ErrorCode::PRECONDITION_FAILED,
            fn() => $this->api->v1UpdateOrganization($id, $name, $this->first));
        [$read, , $headers] = $this->api->v1GetOrganizationWithHttpInfo($id);
        $this->scenario->equal('the organization', $this->last, $read);
        $matched = $this->api->v1UpdateOrganization($id, $name, $this->scenario->tag($headers));
        $this->scenario->equal('name', 'Acme Holding', $matched->getName());
    }

    private function pages(): array
    {
        $this->scenario->step = '12. all pages on v1';
        $made = [$this->created->getId()];
        while (count($made) < 3) {
            $create = new V1OrganizationCreate(['name' => 'Acme Labs', 'slug' => $this->scenario->slug()]);
            $made[] = $this->api->v1CreateOrganization($create)->getId();
        }
        $ids = [];
        $cursor = null;
        do {
            $page = $this->api->v1ListOrganizations(2, $cursor);
            foreach ($page->getOrganizations() as $one) {
                $this->scenario->equal("role of {$one->getId()}", V1Role::OWNER, $one->getRole());
                $ids[] = $one->getId();
            }
            $cursor = $page->getNextCursor();
            if ($cursor === null) {
                $this->scenario->equal('total', $page->getTotal(), count($ids));
            } else {
                $this->scenario->equal('how many a page holds', 2, count($page->getOrganizations()));
            }
        } while ($cursor !== null);
        $this->scenario->listed($ids, $made);
        return $made;
    }
}
