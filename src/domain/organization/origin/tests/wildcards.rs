//! Wildcards.

use super::*;

#[test]
fn refuses_misplaced_wildcards() {
    assert_all(
        OriginError::WildcardPosition,
        &[
            "https://*",
            "https://*:443",
            "https://**",
            "https://a.*.com",
            "https://f*o.com",
            "https://*a.example.com",
            "https://**.example.com",
            "https://*.*.com",
            "https://*.*",
            "https://example.*",
            "https://*。example.com",
        ],
    );
    assert_all(
        OriginError::WildcardScheme,
        &["http://*.localhost", "http://*.example.com"],
    );
    assert_all(
        OriginError::WildcardAddress,
        &[
            "https://*.127.0.0.1",
            "https://*.1.0x",
            "https://*.1",
            "https://*.[::1]",
            "https://*.[::1]:80",
        ],
    );
}

#[test]
fn refuses_wildcards_under_a_public_suffix() {
    assert_all(
        OriginError::WildcardPublicSuffix,
        &[
            "https://*.com",
            "https://*.COM:8443",
            "https://*.co.uk",
            "https://*.github.io",
            "https://*.vercel.app",
            "https://*.xn--55qx5d.cn",
            "https://*.公司.cn",
            "https://*.ｃom",
            "https://*.ck",
            "https://*.foo.ck",
            "https://*.kawasaki.jp",
            "https://*.localhost",
            "https://*.intranet",
        ],
    );
}
