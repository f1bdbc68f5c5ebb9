//! Content negotiation: the media type that the client prefers (RFC 9110, 12.5.1).

use axum::http::{HeaderMap, header};
use mime::Mime;

/// The index of the offered media type that `Accept` rates highest, the first of equals; `None` when it accepts
/// none of them.
pub(crate) fn negotiate(headers: &HeaderMap, offered: &[&str]) -> Option<usize> {
    let accepted = ranges(headers);
    if offered.is_empty() || accepted.is_empty() {
        return Some(0);
    }
    let rated = offered
        .iter()
        .enumerate()
        .map(|(index, offer)| (quality(&accepted, offer), index));
    let best =
        rated.max_by(|(one, first), (other, second)| one.total_cmp(other).then(second.cmp(first)));
    best.filter(|(quality, _)| *quality > 0.0)
        .map(|(_, index)| index)
}

fn ranges(headers: &HeaderMap) -> Vec<Mime> {
    let values = headers.get_all(header::ACCEPT).iter();
    let ranges = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    ranges
        .filter_map(|range| range.trim().parse().ok())
        .collect()
}

/// The quality that the most specific matching range gives to a media type.
fn quality(accepted: &[Mime], offer: &str) -> f32 {
    let Ok(offer) = offer.parse::<Mime>() else {
        return 0.0;
    };
    let matching = accepted.iter().filter_map(|range| {
        let specificity = match (range.type_().as_str(), range.subtype().as_str()) {
            ("*", "*") => 0,
            (_, "*") if range.type_() == offer.type_() => 1,
            _ if range.essence_str() == offer.essence_str() => 2,
            _ => return None,
        };
        let quality = range
            .get_param("q")
            .map_or(Some(1.0), |q| q.as_str().parse::<f32>().ok());
        Some((specificity, quality.unwrap_or_default()))
    });
    matching
        .max_by_key(|(specificity, _)| *specificity)
        .map_or(0.0, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn choose(accept: &str, offered: &[&str]) -> Option<usize> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_str(accept).unwrap());
        negotiate(&headers, offered)
    }

    #[test]
    fn the_most_specific_range_rates_a_media_type() {
        let offered = ["application/json", "text/csv"];
        assert_eq!(choose("*/*", &offered), Some(0));
        assert_eq!(choose("text/*", &offered), Some(1));
        assert_eq!(choose("application/json;q=0.1, */*", &offered), Some(1));
        assert_eq!(choose("application/json, text/csv", &offered), Some(0));
        assert_eq!(choose("image/png", &offered), None);
        assert_eq!(choose("text/csv;q=0", &offered), None);
        assert_eq!(negotiate(&HeaderMap::new(), &offered), Some(0));
        assert_eq!(choose("image/png", &[]), Some(0));
    }
}
