<?php
// What of WordPress the plugin calls, over PHP's own HTTP; then a comment goes the plugin's way, and
// what is decided in Greenroom comes back. Standard input, JSON: url, key, text, host, secret, webhook.
$given = json_decode( stream_get_contents( STDIN ), true );
define( 'ABSPATH', '/' );
define( 'GREENROOM_URL', $given['url'] . '/' );
define( 'GREENROOM_WEBHOOK_SECRET', $given['secret'] );

$filters = array();
$done    = array();
$routes  = array();

final class WP_REST_Response {
	public function __construct( $data, $status ) {}
}
final class Request implements ArrayAccess {
	public function __construct( private $headers, private $body ) {}
	public function get_header( $name ) {
		return $this->headers[ $name ] ?? null;
	}
	public function get_body() {
		return $this->body;
	}
	public function offsetGet( $name ): mixed {
		return json_decode( $this->body, true )[ $name ];
	}
	public function offsetExists( $name ): bool {
		return true;
	}
	public function offsetSet( $name, $value ): void {}
	public function offsetUnset( $name ): void {}
}
final class Akismet {
	public static function submit_nonspam_comment( $id ) {
		note( 'ham', $id );
	}
}
function note( ...$what ) {
	global $done;
	$done[] = $what;
}
function add_filter( $name, $function, $priority = 10, $count = 1 ) {
	global $filters;
	$filters[ $name ] = $function;
}
function add_action( ...$hook ) {
	add_filter( ...$hook );
}
function apply_filters( $name, ...$values ) {
	global $filters;
	return isset( $filters[ $name ] ) ? call_user_func( $filters[ $name ], ...$values ) : $values[0];
}
function register_rest_route( $space, $path, $route ) {
	global $routes;
	$routes[ $space . $path ] = $route;
}
function wp_parse_url( $url ) {
	return parse_url( $url );
}
function wp_parse_str( $text, &$fields ) {
	parse_str( $text, $fields );
}
function untrailingslashit( $url ) {
	return rtrim( $url, '/' );
}
function add_query_arg( $name, $value, $url ) {
	return $url . '?' . http_build_query( array( $name => $value ) );
}
function is_wp_error( $response ) {
	return false === $response;
}
function current_user_can( $what ) {
	global $is_moderator;
	return $is_moderator;
}
function get_comment_meta( $id, $name, $single ) {
	return '';
}
function update_comment_meta( ...$what ) {
	note( 'meta', ...$what );
}
function wp_set_comment_status( ...$what ) {
	note( 'status', ...$what );
}
function get_comments( $query ) {
	note( 'sought', $query['meta_key'], $query['meta_value'] );
	return array( (object) array( 'comment_ID' => 7 ) );
}
function wp_remote_request( $url, $request ) {
	$answer = apply_filters( 'pre_http_request', false, $request, $url );
	if ( false !== $answer ) {
		return $answer;
	}
	$lines = array();
	foreach ( $request['headers'] as $name => $value ) {
		$lines[] = "$name: $value";
	}
	$http = array(
		'method'        => $request['method'],
		'header'        => $lines,
		'content'       => $request['body'],
		'ignore_errors' => true,
	);
	$body = @file_get_contents( $url, false, stream_context_create( array( 'http' => $http ) ) );
	if ( false === $body ) {
		return false;
	}
	$headers = array();
	foreach ( $http_response_header as $line ) {
		if ( strpos( $line, ':' ) ) {
			list( $name, $value )               = explode( ':', $line, 2 );
			$headers[ strtolower( $name ) ] = trim( $value );
		}
	}
	return array( 'headers' => $headers, 'body' => $body );
}

require dirname( __DIR__, 2 ) . '/docs/migrate/greenroom-akismet.php';

$fields = array(
	'blog'            => 'https://blog.example',
	'user_ip'         => '198.51.100.77',
	'comment_author'  => 'Dora',
	'comment_content' => $given['text'],
	'comment_ID'      => '7',
	'permalink'       => 'https://blog.example/moon',
);
if ( ! str_ends_with( $given['host'], '.rest.akismet.com' ) ) {
	$fields['api_key'] = $given['key'];
}
$request = array(
	'method'  => 'POST',
	'headers' => array( 'Content-Type' => 'application/x-www-form-urlencoded; charset=UTF-8' ),
	'body'    => http_build_query( $fields ),
);
if ( '192.0.2.1' === $given['host'] ) { // as it looks for Akismet's own addresses
	$request['headers']['Host'] = 'rest.akismet.com';
}
$is_moderator = false;
$response     = wp_remote_request( "https://$given[host]/1.1/comment-check", $request );
$by_rest      = apply_filters( 'rest_pre_insert_comment', array( 'comment_approved' => 1 ) );
$moderates    = apply_filters( 'pre_option_comment_moderation', false );
$is_moderator = true;
$by_editor    = apply_filters( 'rest_pre_insert_comment', array( 'comment_approved' => 1 ) );
call_user_func( $filters['transition_comment_status'], 'approved', 'unapproved', (object) array( 'comment_ID' => 7 ) );
call_user_func( $filters['transition_comment_status'], 'approved', 'spam', (object) array( 'comment_ID' => 8 ) );
call_user_func( $filters['rest_api_init'] );
$route  = $routes['greenroom/v1/decisions'];
$letter = new Request( $given['webhook']['headers'], $given['webhook']['body'] );
$signed = call_user_func( $route['permission_callback'], $letter );
if ( $signed ) {
	call_user_func( $route['callback'], $letter );
}
echo json_encode(
	array(
		'body'      => $response['body'] ?? null,
		'told'      => isset( $response['headers']['x-akismet-recheck-after'] ),
		'guid'      => $response['headers']['x-akismet-guid'] ?? null,
		'by_rest'   => $by_rest['comment_approved'],
		'by_editor' => $by_editor['comment_approved'],
		'moderates' => $moderates,
		'signed'    => $signed,
		'done'      => $done,
	)
);
