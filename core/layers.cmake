# This file is the architecture: which module may use which. The build fails on an edge that is used and not listed,
# and on one that is listed and not used. tests/lint checks the #include edges against the same lines.
#
# module                     may use
set(ALLOW_core_base          "")
set(ALLOW_core_secret        "")
set(ALLOW_core_crypto        core_base core_secret)
set(ALLOW_core_storage       core_base core_secret core_crypto)
set(ALLOW_core_keychain      core_base core_secret)
set(ALLOW_core_interfaces    core_base)
set(ALLOW_core_toolapi       core_base)
set(ALLOW_core_httpserver    core_base)
set(ALLOW_ui_theme           core_interfaces)
set(ALLOW_core_agent         core_base core_toolapi)
set(ALLOW_ui_text            core_base)
set(ALLOW_core_net           core_base core_secret)
set(ALLOW_core_policy        core_base core_toolapi)
set(ALLOW_core_gateway       core_base core_toolapi core_policy)
set(ALLOW_core_audit         core_base core_crypto)
set(ALLOW_core_identity      core_base core_secret core_crypto core_net core_storage core_keychain core_audit)
set(ALLOW_core_model         core_base core_secret core_net core_agent)
set(ALLOW_core_vault         core_base core_secret core_net core_toolapi core_identity)
