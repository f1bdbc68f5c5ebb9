//! What the server sends: webhooks and callbacks.

use serde_json::Value;

use super::Planner;
use crate::document::escape;

/// A path item that describes requests of the server: a name for its models, its place, and the item.
type Announcement = (String, String, Value);

impl Planner<'_> {
    /// Adds models of the bodies of webhooks and callbacks.
    pub(super) fn announcements(&mut self) {
        let mut items = self.webhooks();
        items.extend(self.callbacks());
        for (name, at, item) in items {
            for (method, operation) in item.as_object().into_iter().flatten() {
                let at = format!("{at}/{method}/requestBody");
                let Ok((body, at)) = self.document.resolve(&operation["requestBody"], &at) else {
                    continue;
                };
                for (range, media) in body["content"].as_object().into_iter().flatten() {
                    let at = format!("{at}/content/{}/schema", escape(range));
                    self.models.of(&media["schema"], &at, &name);
                }
            }
        }
    }

    fn webhooks(&self) -> Vec<Announcement> {
        let webhooks = self.document.0["webhooks"].as_object();
        let webhooks = webhooks.into_iter().flatten().map(|(name, item)| {
            let at = format!("/webhooks/{}", escape(name));
            (name.clone(), at, item.clone())
        });
        webhooks.collect()
    }

    fn callbacks(&self) -> Vec<Announcement> {
        let mut items = Vec::new();
        for (operation, _) in &self.operations {
            let callbacks = operation.value["callbacks"].as_object();
            for (name, callback) in callbacks.into_iter().flatten() {
                let at = format!("{}/callbacks/{}", operation.pointer, escape(name));
                let Ok((callback, at)) = self.document.resolve(callback, &at) else {
                    continue;
                };
                for (expression, item) in callback.as_object().into_iter().flatten() {
                    let at = format!("{at}/{}", escape(expression));
                    items.push((name.clone(), at, item.clone()));
                }
            }
        }
        items
    }
}
