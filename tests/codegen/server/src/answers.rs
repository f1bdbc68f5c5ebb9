//! The operations of `answers.yaml`, written by hand: everything that an operation may answer.

use std::convert::Infallible;

use answers_api::apis::callers::{
    GetCallerRequest, GetCallerResponse, GetDefaultsRequest, GetDefaultsResponse,
};
use answers_api::apis::media_api::{
    GetEventsRequest, GetEventsResponse, GetFileRequest, GetFileResponse, GetReportAccept,
    GetReportRequest, GetReportResponse, GetReportStatus200Body, GetStatusRequest,
    GetStatusResponse, GetTextRequest, GetTextResponse,
};
use answers_api::apis::users::{
    CreateUserRequest, CreateUserResponse, DeleteNothingRequest, DeleteNothingResponse,
};
use answers_api::apis::{Callers, MediaApi, Users};
use answers_api::models;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode};
use axum::response::sse::{Event, Sse};
use futures::stream;
use orgd_runtime::Context;

use crate::app::{App, Caller};
use crate::error::Error;

impl Users for App {
    async fn create_user(&self, request: CreateUserRequest) -> Result<CreateUserResponse, Error> {
        let mut user = request.body;
        if user.name == "later" {
            return Ok(CreateUserResponse::Status202 {});
        }
        user.id = Some(1);
        user.secret = Some("secret".to_owned());
        let is_named = user.name != "nobody";
        Ok(CreateUserResponse::Status201 {
            location: HeaderValue::from_static("/v1/user/1"),
            x_count: 3_000_000_000,
            x_rate: is_named.then_some(0.5),
            x_new: is_named.then_some(true),
            body: user,
        })
    }

    async fn delete_nothing(
        &self,
        _: DeleteNothingRequest,
    ) -> Result<DeleteNothingResponse, Error> {
        Ok(DeleteNothingResponse::Status204 {})
    }
}

impl MediaApi for App {
    async fn get_text(&self, _: GetTextRequest) -> Result<GetTextResponse, Error> {
        let body = "größer & <gut>".to_owned();
        Ok(GetTextResponse::Status200 { body })
    }

    async fn get_file(&self, _: GetFileRequest) -> Result<GetFileResponse, Error> {
        let pieces =
            [b"\x00\xff", b"\x01\x02"].map(|piece| Ok::<_, Infallible>(Bytes::from_static(piece)));
        let body = Body::from_stream(stream::iter(pieces));
        Ok(GetFileResponse::Status200 { body })
    }

    async fn get_events(&self, _: GetEventsRequest) -> Result<GetEventsResponse, Error> {
        let events = ["one", "two"].map(|data| Ok(Event::default().event("number").data(data)));
        let body = Sse::new(Box::pin(stream::iter(events)) as _);
        Ok(GetEventsResponse::Status200 { body })
    }

    async fn get_report(&self, request: GetReportRequest) -> Result<GetReportResponse, Error> {
        let body = match request.accept {
            GetReportAccept::ApplicationJson => {
                GetReportStatus200Body::ApplicationJson(models::GetReport200Response { total: 1 })
            }
            GetReportAccept::TextCsv => GetReportStatus200Body::TextCsv("total\n1\n".to_owned()),
            GetReportAccept::ApplicationHalJson => {
                GetReportStatus200Body::ApplicationHalJson(models::GetReport200Response2 {
                    total: 1,
                })
            }
        };
        Ok(GetReportResponse::Status200 { body })
    }

    async fn get_status(&self, request: GetStatusRequest) -> Result<GetStatusResponse, Error> {
        let code = u16::try_from(request.code).unwrap_or_default();
        let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Ok(match status.is_success() {
            true => GetStatusResponse::Status2XX {
                status,
                body: request.code,
            },
            false => GetStatusResponse::Default {
                status,
                body: "other".to_owned(),
            },
        })
    }
}

impl Callers for App {
    async fn get_caller(
        &self,
        context: Context<Option<Caller>>,
        _: GetCallerRequest,
    ) -> Result<GetCallerResponse, Error> {
        let body = context
            .caller
            .map_or_else(Vec::new, |caller| caller.credentials);
        Ok(GetCallerResponse::Status200 { body })
    }

    async fn get_defaults(
        &self,
        request: GetDefaultsRequest,
    ) -> Result<GetDefaultsResponse, Error> {
        let settings = request.body;
        // From a value to its text and back.
        let level = settings.level.to_string().parse::<models::SettingsLevel>();
        let level = level.map_or_else(
            |unknown| unknown.to_string(),
            |level| level.as_str().to_owned(),
        );
        let note = match settings.note {
            None => "absent".to_owned(),
            Some(None) => "null".to_owned(),
            Some(Some(note)) => note,
        };
        let body = models::Meant {
            size: request.size,
            level,
            tags: settings.tags,
            note,
        };
        Ok(GetDefaultsResponse::Status200 { body })
    }
}

/// What the server sends on its own has types, too.
const _: fn(models::Created, models::Removed) -> (i64, i64) =
    |created, removed| (created.id, removed.id);
