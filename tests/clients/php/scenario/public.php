<?php
declare(strict_types=1);

use Acme\Orgd\Api\PublicOrganizationsApi;
use Acme\Orgd\Model\{
    PublicErrorTitle, PublicInclude, PublicOrganization, PublicOrganizationCreate, PublicOrganizationUpdate,
};

final class PublicSteps
{
    private const ORIGINS = ['https://example.com'];
    private PublicOrganizationsApi $api;
    private PublicOrganization $created;
    private string $first;

    public function __construct(private Scenario $scenario)
    {
        $this->api = $scenario->open($scenario->owner);
    }

    public function run(): array
    {
        $this->create();
        $this->update();
        $this->refusals();
        $this->precondition();
        return $this->pages();
    }

    private function patch(array $members, ?string $include = null): PublicOrganization
    {
        $update = new PublicOrganizationUpdate($members);
        return $this->api->publicUpdateOrganization($this->created->getId(), $update, $include)->getData();
    }

    private function create(): void
    {
        $this->scenario->step = '13. create on public';
        $slug = $this->scenario->slug();
        [$envelope, , $headers] = $this->api->publicCreateOrganizationWithHttpInfo(
            new PublicOrganizationCreate(['name' => 'Acme Labs', 'slug' => $slug, 'custom_ai_context' => 'Dozens'])
        );
        $this->first = $this->scenario->tag($headers);
        $this->created = $envelope->getData();
        $this->scenario->equal('name', 'Acme Labs', $this->created->getName());
        $this->scenario->equal('slug', $slug, $this->created->getSlug());
        $this->scenario->equal('customAiContext', 'Dozens', $this->created->getCustomAiContext());
        $this->scenario->equal('isBillable', true, $this->created->getIsBillable());
        $this->scenario->equal('trialEndsAt', DateTime::class, get_debug_type($this->created->getTrialEndsAt()));
        $this->scenario->equal('jwtSecret', null, $this->created->getJwtSecret());
    }

    private function update(): void
    {
        $this->scenario->step = '14. update a part on public, without the secret';
        $embedded =
            $this->patch(['full_embed_enabled' => true, 'embed_allowed_origins' => ['HTTPS://Example.com:443/']]);
        $this->scenario->equal('fullEmbedEnabled', true, $embedded->getFullEmbedEnabled());
        $this->scenario->equal('embedAllowedOrigins', self::ORIGINS, $embedded->getEmbedAllowedOrigins());
        $this->scenario->equal('name', 'Acme Labs', $embedded->getName());
        $this->scenario->equal('customAiContext', 'Dozens', $embedded->getCustomAiContext());
        $this->scenario->equal('jwtSecret', null, $embedded->getJwtSecret());

        $this->scenario->step = '15. null removes on public';
        $removed = $this->patch(['custom_ai_context' => null]);
        $this->scenario->equal('customAiContext', null, $removed->getCustomAiContext());
        $this->scenario->equal('name', 'Acme Labs', $removed->getName());
        $this->scenario->equal('embedAllowedOrigins', self::ORIGINS, $removed->getEmbedAllowedOrigins());

        $this->scenario->step = '16. update with the secret';
        $shown = $this->patch(['insights_enabled' => false], PublicInclude::JWT_SECRET);
        $this->scenario->equal('insightsEnabled', false, $shown->getInsightsEnabled());
        $this->scenario->equal('the jwtSecret is long enough', true, strlen($shown->getJwtSecret() ?? '') >= 32);
    }

    private function refusals(): void
    {
        $id = $this->created->getId();
        $this->scenario->step = '17. a validation error on public';
        $update = ['embed_allowed_origins' => ['https://*.com', 'http://example.com']];
        $failure =
            $this->scenario->publicFailure(400, PublicErrorTitle::VALIDATION_ERROR, fn() => $this->patch($update));
        $this->scenario->violations($failure->getViolations(),
            ['/embedAllowedOrigins/0' => 'embed-origin', '/embedAllowedOrigins/1' => 'embed-origin']);

        $this->scenario->step = '18. 401, 403 and 404 on public';
        $unknown = $this->scenario->open($this->scenario->unknown);
        $this->scenario->publicFailure(401, PublicErrorTitle::UNAUTHORIZED,
            fn() => $unknown->publicGetOrganization($id));
        $outsider = $this->scenario->open($this->scenario->outsider);
        $name = new PublicOrganizationUpdate(['name' => 'Acme Holding']);
        $this->scenario->publicFailure(403, PublicErrorTitle::FORBIDDEN,
            fn() => $outsider->publicUpdateOrganization($id, $name));
        $this->scenario->publicFailure(404, PublicErrorTitle::NOT_FOUND,
            fn() => $this->api->publicGetOrganization('org_missing'));
    }

    private function precondition(): void
    {
        $this->scenario->step = '19. 412 on public';
        $id = $this->created->getId();
        $name = new PublicOrganizationUpdate(['name' => 'Acme Holding']);
        $this->scenario->publicFailure(412, PublicErrorTitle::PRECONDITION_FAILED,
            fn() => $this->api->publicUpdateOrganization($id, $name, null, $this->first));
        [$read, , $headers] = $this->api->publicGetOrganizationWithHttpInfo($id);
        $this->scenario->equal('name', 'Acme Labs', $read->getData()->getName());
        $matched = $this->api->publicUpdateOrganization($id, $name, null, $this->scenario->tag($headers));
        $this->scenario->equal('name', 'Acme Holding', $matched->getData()->getName());
    }

    private function pages(): array
    {
        $this->scenario->step = '20. all pages on public';
        $made = [$this->created->getId()];
        while (count($made) < 3) {
            $create = new PublicOrganizationCreate(['name' => 'Acme Labs', 'slug' => $this->scenario->slug()]);
            $made[] = $this->api->publicCreateOrganization($create)->getData()->getId();
        }
        $ids = [];
        $cursor = null;
        do {
            $page = $this->api->publicListOrganizations(2, $cursor);
            foreach ($page->getData() as $one) {
                $ids[] = $one->getId();
            }
            $cursor = $page->getPagination()->getNextCursor();
            $this->scenario->equal('hasMore', $cursor !== null, $page->getPagination()->getHasMore());
            if ($cursor !== null) {
                $this->scenario->equal('how many a page holds', 2, count($page->getData()));
            }
        } while ($cursor !== null);
        $this->scenario->listed($ids, $made);
        return $made;
    }
}
