<?php
/**
 * Plugin Name: Greenroom for Akismet
 * Description: Sends what the Akismet plugin asks to your own Greenroom, and keeps what that holds for your moderators.
 * Version: 1.0
 *
 * Put this file into wp-content/mu-plugins, and into wp-config.php:
 *
 *     define( 'GREENROOM_URL', 'https://comments.example' );
 */

defined( 'ABSPATH' ) || exit;

final class Greenroom_Akismet {

	/** Whether the comment of this request is held. */
	private static $held = false;

	/** Hooks in; without an address it leaves everything as it is. */
	public static function start() {
		if ( ! defined( 'GREENROOM_URL' ) ) {
			return;
		}
		add_filter( 'pre_http_request', array( __CLASS__, 'send' ), 10, 3 );
		// After the Akismet plugin has had its say.
		add_filter( 'pre_comment_approved', array( __CLASS__, 'hold' ), 20 );
		add_filter( 'rest_pre_insert_comment', array( __CLASS__, 'hold_from_rest' ), 20 );
	}

	/** Sends a request that was meant for Akismet to Greenroom, as it is. */
	public static function send( $answer, $request, $url ) {
		$asked = wp_parse_url( $url );
		$host  = isset( $asked['host'] ) ? strtolower( $asked['host'] ) : '';
		if ( false !== $answer || ! preg_match( '/^(?:([0-9a-f]{12})\.)?rest\.akismet\.com$/', $host, $found ) ) {
			return $answer;
		}
		$to = untrailingslashit( GREENROOM_URL ) . ( isset( $asked['path'] ) ? $asked['path'] : '/' );
		if ( isset( $found[1] ) ) { // an old plugin, with the key before the host's name
			$to = add_query_arg( 'api_key', $found[1], $to );
		}
		foreach ( array_keys( (array) $request['headers'] ) as $name ) {
			if ( 'host' === strtolower( $name ) ) {
				unset( $request['headers'][ $name ] );
			}
		}
		return self::read( wp_remote_request( $to, $request ) );
	}

	/**
	 * Notes whether a comment is held.
	 *
	 * The Akismet plugin would put it off by itself: it tells moderators a day or two late, and
	 * approves what they have not looked at by then. So it is not told, and we hold the comment.
	 */
	private static function read( $response ) {
		if ( is_wp_error( $response ) || ! isset( $response['headers']['x-akismet-recheck-after'] ) ) {
			return $response;
		}
		self::$held = true;
		unset( $response['headers']['x-akismet-recheck-after'] );
		return $response;
	}

	/** Holds what would be approved; what is spam, or waits already, stays that. */
	public static function hold( $approved ) {
		return self::$held && is_scalar( $approved ) && '1' === (string) $approved ? 0 : $approved;
	}

	/** The same for comments by the REST API, which asks Akismet later than that. */
	public static function hold_from_rest( $comment ) {
		if ( is_array( $comment ) && isset( $comment['comment_approved'] ) ) {
			$comment['comment_approved'] = self::hold( $comment['comment_approved'] );
		}
		return $comment;
	}
}

Greenroom_Akismet::start();
