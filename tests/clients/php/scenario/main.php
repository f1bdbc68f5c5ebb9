<?php
// The scenario of ../../README.md with the PHP client. The steps are in v1.php and public.php.
declare(strict_types=1);

require 'vendor/autoload.php';
require __DIR__ . '/v1.php';
require __DIR__ . '/public.php';

use Acme\Orgd\Api\{PublicOrganizationsApi, V1OrganizationsApi};
use Acme\Orgd\{ApiException, Configuration};
use Acme\Orgd\Model\{PublicErrorTitle, PublicFailure, PublicFailureDetail, V1ErrorCode, V1Failure, V1FailureDetail};

final class Scenario
{
    public readonly Configuration $owner;
    public readonly Configuration $outsider;
    public readonly Configuration $unknown;
    public string $step = '';
    private string $random;
    private int $slugs = 0;
    private int $checks = 0;

    public function __construct()
    {
        $this->owner = $this->caller(getenv('ORGD_KEY'));
        $this->outsider = $this->caller(getenv('ORGD_ADMIN_KEY'));
        $this->unknown = $this->caller('bd_key_unknown');
        $this->random = bin2hex(random_bytes(6));
    }

    public function run(): void
    {
        $made = [...(new V1Steps($this))->run(), ...(new PublicSteps($this))->run()];
        $this->delete($made);
        echo "php: {$this->checks} checks passed\n";
    }

    private function caller(string $key): Configuration
    {
        return (new Configuration())->setHost(getenv('ORGD_URL'))->setAccessToken($key);
    }

    public function v1(Configuration $caller): V1OrganizationsApi
    {
        return new V1OrganizationsApi(new GuzzleHttp\Client(), $caller);
    }

    public function open(Configuration $caller): PublicOrganizationsApi
    {
        return new PublicOrganizationsApi(new GuzzleHttp\Client(), $caller);
    }

    public function slug(): string
    {
        return "php-{$this->random}-" . ++$this->slugs;
    }

    private function fail(string $difference): never
    {
        fwrite(STDERR, "php: {$this->step}: $difference\n");
        exit(1);
    }

    public function equal(string $what, mixed $expected, mixed $actual): void
    {
        $as_json = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;
        [$wanted, $there] = [json_encode($expected, $as_json), json_encode($actual, $as_json)];
        if ($wanted !== $there) {
            $this->fail("$what: expected $wanted, there was $there");
        }
        $this->checks++;
    }

    /** Returns the only `ETag` of the headers. */
    public function tag(array $headers): string
    {
        $tag = array_change_key_case($headers)['etag'][0];
        $this->equal("$tag is a strong ETag", 1, preg_match('/^"[0-9]+"$/', $tag));
        return $tag;
    }

    /** Returns the error with the given status, of the type that the contract declares. */
    private function failure(string $type, int $status, callable $call): V1FailureDetail|PublicFailureDetail
    {
        try {
            $call();
        } catch (ApiException $error) {
            $this->equal('status', $status, $error->getCode());
            $failure = $error->getResponseObject();
            $this->equal('type', $type, get_class($failure));
            $id = array_change_key_case($error->getResponseHeaders())['x-request-id'][0];
            $this->equal('requestId', $id, $failure->getError()->getRequestId());
            return $failure->getError();
        }
        $this->fail("expected an error of status $status, there was none");
    }

    public function v1Failure(int $status, string $code, callable $call): V1FailureDetail
    {
        $failure = $this->failure(V1Failure::class, $status, $call);
        $this->equal('code', $code, $failure->getCode());
        return $failure;
    }

    public function publicFailure(int $status, string $title, callable $call): PublicFailureDetail
    {
        $failure = $this->failure(PublicFailure::class, $status, $call);
        $this->equal('title', $title, $failure->getTitle());
        return $failure;
    }

    /** Checks the pointers and codes of the violations in the body. */
    public function violations(array $listed, array $expected): void
    {
        $faults = [];
        foreach ($listed as $violation) {
            $this->equal('part', 'body', $violation->getPart());
            $faults[$violation->getPointer()] = $violation->getCode();
        }
        ksort($faults);
        $this->equal('how many violations', count($expected), count($listed));
        $this->equal('violations', $expected, $faults);
    }

    /** Checks all pages: no id occurs twice, and the created organizations are listed, newest first. */
    public function listed(array $ids, array $made): void
    {
        $this->equal('how many different ids', count($ids), count(array_unique($ids)));
        $this->equal('those that were made', array_reverse($made), array_values(array_intersect($ids, $made)));
    }

    private function delete(array $made): void
    {
        $this->step = '21. delete';
        $this->equal('how many were made', 6, count($made));
        $v1 = $this->v1($this->owner);
        foreach ($made as $id) {
            $this->equal('message', 'Organization deleted successfully', $v1->v1DeleteOrganization($id)->getMessage());
        }
        $this->v1Failure(404, V1ErrorCode::NOT_FOUND, fn() => $v1->v1GetOrganization($made[0]));
        $this->publicFailure(404, PublicErrorTitle::NOT_FOUND,
            fn() => $this->open($this->owner)->publicGetOrganization($made[0]));
    }
}

(new Scenario())->run();
