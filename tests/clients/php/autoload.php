<?php
// Replaces the autoloader that Composer would generate from orgd-client/composer.json, with the packages from Debian.
require '/usr/share/php/GuzzleHttp/autoload.php';
spl_autoload_register(function (string $class): void {
    $prefix = 'Acme\\Orgd\\';
    if (str_starts_with($class, $prefix)) {
        require __DIR__ . '/../orgd-client/lib/' . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
    }
});
