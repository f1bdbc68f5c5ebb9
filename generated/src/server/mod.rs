//! The router: authenticates, reads, checks and calls, in that order.

use axum::Router;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};

use crate::apis::{
    public_organizations::{self, PublicOrganizations},
    v1_organizations::{self, V1Organizations},
};
use crate::input::Input;
use crate::service::checked;
use crate::{Operation, Permission};

/// Every operation of the contract, answered by `service`.
pub fn router<S: PublicOrganizations + V1Organizations>(service: S) -> Router {
    Router::new()
        .route(
            "/api/public/organizations",
            on(MethodFilter::POST, public_create_organization::<S>),
        )
        .route(
            "/api/public/organizations/{id}",
            on(MethodFilter::GET, public_get_organization::<S>),
        )
        .route(
            "/api/public/organizations",
            on(MethodFilter::GET, public_list_organizations::<S>),
        )
        .route(
            "/api/public/organizations/{id}",
            on(MethodFilter::PATCH, public_update_organization::<S>),
        )
        .route(
            "/api/v1/organizations",
            on(MethodFilter::POST, v1_create_organization::<S>),
        )
        .route(
            "/api/v1/organizations/{orgId}",
            on(MethodFilter::DELETE, v1_delete_organization::<S>),
        )
        .route(
            "/api/v1/organizations/{orgId}",
            on(MethodFilter::GET, v1_get_organization::<S>),
        )
        .route(
            "/api/v1/users/me/organizations",
            on(MethodFilter::GET, v1_list_organizations::<S>),
        )
        .route(
            "/api/v1/organizations/{orgId}",
            on(MethodFilter::PATCH, v1_update_organization::<S>),
        )
        .with_state(service)
}

/// `POST /api/public/organizations`
async fn public_create_organization<S: PublicOrganizations>(
    State(service): State<S>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    const OPERATION: Operation = Operation {
        id: "public_create_organization",
        tag: "public_organizations",
    };
    let answer = async {
        let (parts, body) = request.into_parts();
        let caller = service.authenticate(&parts.headers).await?;
        let request = Input::new(path, parts)
            .with_body(body)
            .await
            .and_then(Input::check);
        let request: public_organizations::PublicCreateOrganizationRequest =
            checked(&service, &caller, request).await?;
        service.public_create_organization(caller, request).await
    };
    match answer.await {
        Ok(response) => response.into_response(),
        Err(error) => service.refuse(&OPERATION, error),
    }
}

/// `GET /api/public/organizations/{id}`
async fn public_get_organization<S: PublicOrganizations>(
    State(service): State<S>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    const OPERATION: Operation = Operation {
        id: "public_get_organization",
        tag: "public_organizations",
    };
    let answer = async {
        let (parts, _body) = request.into_parts();
        let caller = service.authenticate(&parts.headers).await?;
        let request = Input::new(path, parts).check();
        let request: public_organizations::PublicGetOrganizationRequest =
            checked(&service, &caller, request).await?;
        let permission = Permission("org:read");
        let secret_permission = Permission("org:update");
        service
            .public_get_organization(caller, permission, secret_permission, request)
            .await
    };
    match answer.await {
        Ok(response) => response.into_response(),
        Err(error) => service.refuse(&OPERATION, error),
    }
}

/// `GET /api/public/organizations`
async fn public_list_organizations<S: PublicOrganizations>(
    State(service): State<S>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    const OPERATION: Operation = Operation {
        id: "public_list_organizations",
        tag: "public_organizations",
    };
    let answer = async {
        let (parts, _body) = request.into_parts();
        let caller = service.authenticate(&parts.headers).await?;
        let request = Input::new(path, parts).check();
        let request: public_organizations::PublicListOrganizationsRequest =
            checked(&service, &caller, request).await?;
        service.public_list_organizations(caller, request).await
    };
    match answer.await {
        Ok(response) => response.into_response(),
        Err(error) => service.refuse(&OPERATION, error),
    }
}

/// `PATCH /api/public/organizations/{id}`
async fn public_update_organization<S: PublicOrganizations>(
    State(service): State<S>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    const OPERATION: Operation = Operation {
        id: "public_update_organization",
        tag: "public_organizations",
    };
    let answer = async {
        let (parts, body) = request.into_parts();
        let caller = service.authenticate(&parts.headers).await?;
        let request = Input::new(path, parts)
            .with_body(body)
            .await
            .and_then(Input::check);
        let request: public_organizations::PublicUpdateOrganizationRequest =
            checked(&service, &caller, request).await?;
        let permission = Permission("org:update");
        service
            .public_update_organization(caller, permission, request)
            .await
    };
    match answer.await {
        Ok(response) => response.into_response(),
        Err(error) => service.refuse(&OPERATION, error),
    }
}

/// `POST /api/v1/organizations`
async fn v1_create_organization<S: V1Organizations>(
    State(service): State<S>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    const OPERATION: Operation = Operation {
        id: "v1_create_organization",
        tag: "v1_organizations",
    };
    let answer = async {
        let (parts, body) = request.into_parts();
        let caller = service.authenticate(&parts.headers).await?;
        let request = Input::new(path, parts)
            .with_body(body)
            .await
            .and_then(Input::check);
        let request: v1_organizations::V1CreateOrganizationRequest =
            checked(&service, &caller, request).await?;
        service.v1_create_organization(caller, request).await
    };
    match answer.await {
        Ok(response) => response.into_response(),
        Err(error) => service.refuse(&OPERATION, error),
    }
}

/// `DELETE /api/v1/organizations/{orgId}`
async fn v1_delete_organization<S: V1Organizations>(
    State(service): State<S>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    const OPERATION: Operation = Operation {
        id: "v1_delete_organization",
        tag: "v1_organizations",
    };
    let answer = async {
        let (parts, _body) = request.into_parts();
        let caller = service.authenticate(&parts.headers).await?;
        let request = Input::new(path, parts).check();
        let request: v1_organizations::V1DeleteOrganizationRequest =
            checked(&service, &caller, request).await?;
        let permission = Permission("org:delete");
        service
            .v1_delete_organization(caller, permission, request)
            .await
    };
    match answer.await {
        Ok(response) => response.into_response(),
        Err(error) => service.refuse(&OPERATION, error),
    }
}

/// `GET /api/v1/organizations/{orgId}`
async fn v1_get_organization<S: V1Organizations>(
    State(service): State<S>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    const OPERATION: Operation = Operation {
        id: "v1_get_organization",
        tag: "v1_organizations",
    };
    let answer = async {
        let (parts, _body) = request.into_parts();
        let caller = service.authenticate(&parts.headers).await?;
        let request = Input::new(path, parts).check();
        let request: v1_organizations::V1GetOrganizationRequest =
            checked(&service, &caller, request).await?;
        let permission = Permission("org:read");
        service
            .v1_get_organization(caller, permission, request)
            .await
    };
    match answer.await {
        Ok(response) => response.into_response(),
        Err(error) => service.refuse(&OPERATION, error),
    }
}

/// `GET /api/v1/users/me/organizations`
async fn v1_list_organizations<S: V1Organizations>(
    State(service): State<S>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    const OPERATION: Operation = Operation {
        id: "v1_list_organizations",
        tag: "v1_organizations",
    };
    let answer = async {
        let (parts, _body) = request.into_parts();
        let caller = service.authenticate(&parts.headers).await?;
        let request = Input::new(path, parts).check();
        let request: v1_organizations::V1ListOrganizationsRequest =
            checked(&service, &caller, request).await?;
        service.v1_list_organizations(caller, request).await
    };
    match answer.await {
        Ok(response) => response.into_response(),
        Err(error) => service.refuse(&OPERATION, error),
    }
}

/// `PATCH /api/v1/organizations/{orgId}`
async fn v1_update_organization<S: V1Organizations>(
    State(service): State<S>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    const OPERATION: Operation = Operation {
        id: "v1_update_organization",
        tag: "v1_organizations",
    };
    let answer = async {
        let (parts, body) = request.into_parts();
        let caller = service.authenticate(&parts.headers).await?;
        let request = Input::new(path, parts)
            .with_body(body)
            .await
            .and_then(Input::check);
        let request: v1_organizations::V1UpdateOrganizationRequest =
            checked(&service, &caller, request).await?;
        let permission = Permission("org:update");
        service
            .v1_update_organization(caller, permission, request)
            .await
    };
    match answer.await {
        Ok(response) => response.into_response(),
        Err(error) => service.refuse(&OPERATION, error),
    }
}
