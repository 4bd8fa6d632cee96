"""An outside plugin (插件示例): a store, a case connector, a calendar and an exporter."""
